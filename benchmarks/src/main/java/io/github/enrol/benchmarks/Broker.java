/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.embedded.EmbeddedKafka;
import io.github.enrol.embedded.Ports;

/**
 * Runs the embedded Kafka broker in a process of its own.
 */
final class Broker {

	private Broker() {
	}

	/**
	 * Runs it until a signal.
	 * @param args data directory, port, number of the node and the controllers' ports of
	 * all nodes; then a further listener, if there is one, and settings of the broker
	 * that go with it, such as {@code super.users=User:ANONYMOUS}
	 */
	public static void main(String[] args) throws InterruptedException {
		EmbeddedKafka kafka = kafka(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]),
				Stream.of(args[3].split(",")).map(Integer::valueOf).toList());
		if (args.length > 4) {
			kafka.withListener(args[4],
					Stream.of(args)
						.skip(5)
						.map((setting) -> setting.split("=", 2))
						.collect(Collectors.toMap((setting) -> setting[0], (setting) -> setting[1])));
		}
		kafka.start();
		Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
		Thread.currentThread().join();
	}

	private static EmbeddedKafka kafka(Path directory, int port, int id, List<Integer> controllers) {
		return (controllers.size() == 1) ? new EmbeddedKafka(directory, port)
				: new EmbeddedKafka(directory, id, controllers, port, Ports.free(), Ports.free());
	}

}
