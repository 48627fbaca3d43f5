/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.nio.file.Path;

import io.github.enrol.embedded.EmbeddedKafka;

/**
 * Runs the embedded Kafka broker in a process of its own.
 */
final class Broker {

	private Broker() {
	}

	/**
	 * Runs it until a signal.
	 * @param args data directory and port
	 */
	public static void main(String[] args) throws InterruptedException {
		EmbeddedKafka kafka = new EmbeddedKafka(Path.of(args[0]), Integer.parseInt(args[1]));
		kafka.start();
		Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
		Thread.currentThread().join();
	}

}
