/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.embedded.EmbeddedDatabase;
import io.github.enrol.embedded.EmbeddedKafka;
import io.github.enrol.embedded.Ports;

/**
 * A broker or a database in its own process, so that it can be killed.
 */
final class BackendProcess extends JavaProcess {

	/** Of all modules' databases. */
	static final Path BINARIES = Path.of("..", "target");

	private final int port;

	private BackendProcess(String name, String kind, Path directory, List<Integer> numbers, List<String> settings) {
		super(name, arguments(kind, directory, numbers, settings));
		this.port = numbers.get(0);
	}

	private static List<String> arguments(String kind, Path directory, List<Integer> numbers, List<String> settings) {
		List<String> arguments = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"),
				BackendProcess.class.getName(), kind, directory.toString()));
		numbers.forEach((number) -> arguments.add(number.toString()));
		arguments.addAll(settings);
		return arguments;
	}

	/**
	 * Starts a broker, one node of a cluster.
	 * @param id number of the node, from 1
	 * @param controllerPorts of all nodes
	 * @param proxiedPort of its second listener, for clients that connect through a proxy
	 * @param proxyPort of that proxy
	 * @param settings that go with one more listener, which is among them; or none
	 */
	static BackendProcess kafka(Path directory, int id, List<Integer> controllerPorts, int proxiedPort, int proxyPort,
			Map<String, String> settings) {
		List<Integer> numbers = new ArrayList<>(List.of(Ports.free(), proxiedPort, proxyPort, id));
		numbers.addAll(controllerPorts);
		return new BackendProcess("kafka-" + id, "kafka", directory, numbers,
				settings.entrySet().stream().map((setting) -> setting.getKey() + "=" + setting.getValue()).toList());
	}

	static BackendProcess mariaDb(Path directory, String... options) {
		return new BackendProcess("mariadb", "mariadb", directory, List.of(Ports.free()), List.of(options));
	}

	int port() {
		return this.port;
	}

	@Override
	boolean isReady() {
		return accepts(this.port);
	}

	/**
	 * Runs in the child process: starts the server and keeps it running until a signal.
	 * @param args kind, data directory, port, the other numbers of a broker, and
	 * settings, each {@code name=value}
	 */
	public static void main(String[] args) throws InterruptedException {
		Path directory = Path.of(args[1]);
		List<String> settings = Stream.of(args).skip(2).filter((arg) -> arg.contains("=")).toList();
		List<Integer> numbers = Stream.of(args)
			.skip(2)
			.limit(args.length - 2 - settings.size())
			.map(Integer::valueOf)
			.toList();
		int port = numbers.get(0);
		AutoCloseable server;
		if (args[0].equals("kafka")) {
			EmbeddedKafka kafka = new EmbeddedKafka(directory, numbers.get(3), numbers.subList(4, numbers.size()), port,
					numbers.get(1), numbers.get(2));
			Map<String, String> more = settings.stream()
				.map((setting) -> setting.split("=", 2))
				.collect(Collectors.toMap((setting) -> setting[0], (setting) -> setting[1]));
			if (!more.isEmpty()) {
				kafka.withListener(more.get("listeners"), more);
			}
			kafka.start();
			server = kafka;
		}
		else {
			EmbeddedDatabase database = new EmbeddedDatabase(directory, BINARIES, port)
				.withOptions(settings.toArray(String[]::new));
			database.start();
			server = database;
		}
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try {
				server.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}));
		Thread.currentThread().join();
	}

}
