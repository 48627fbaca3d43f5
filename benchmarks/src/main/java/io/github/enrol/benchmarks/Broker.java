/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.embedded.EmbeddedKafka;

/**
 * Runs the embedded Kafka broker in a process of its own.
 */
final class Broker {

	private Broker() {
	}

	/**
	 * Runs it until a signal.
	 * @param args data directory and port; then a further listener, if there is one, and
	 * settings of the broker that go with it, such as {@code super.users=User:ANONYMOUS}
	 */
	public static void main(String[] args) throws InterruptedException {
		EmbeddedKafka kafka = new EmbeddedKafka(Path.of(args[0]), Integer.parseInt(args[1]));
		if (args.length > 2) {
			kafka.withListener(args[2],
					Stream.of(args)
						.skip(3)
						.map((setting) -> setting.split("=", 2))
						.collect(Collectors.toMap((setting) -> setting[0], (setting) -> setting[1])));
		}
		kafka.start();
		Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
		Thread.currentThread().join();
	}

}
