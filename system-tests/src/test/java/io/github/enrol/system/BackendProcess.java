/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.enrol.embedded.EmbeddedDatabase;
import io.github.enrol.embedded.EmbeddedKafka;
import io.github.enrol.embedded.Ports;

/**
 * A broker or a database in its own process, so that it can be killed.
 */
final class BackendProcess extends ManagedProcess {

	private final int port;

	private BackendProcess(String kind, Path directory, int... ports) {
		super(kind, arguments(kind, directory, ports));
		this.port = ports[0];
	}

	private static List<String> arguments(String kind, Path directory, int... ports) {
		List<String> arguments = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"),
				BackendProcess.class.getName(), kind, directory.toString()));
		IntStream.of(ports).mapToObj(Integer::toString).forEach(arguments::add);
		return arguments;
	}

	/**
	 * Starts a broker.
	 * @param proxiedPort of its second listener, for clients that connect through a proxy
	 * @param proxyPort of that proxy
	 */
	static BackendProcess kafka(Path directory, int proxiedPort, int proxyPort) {
		return new BackendProcess("kafka", directory, Ports.free(), proxiedPort, proxyPort);
	}

	static BackendProcess mariaDb(Path directory) {
		return new BackendProcess("mariadb", directory, Ports.free());
	}

	int port() {
		return this.port;
	}

	@Override
	boolean isReady() {
		try (Socket socket = new Socket(Ports.LOOPBACK, this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Runs in the child process: starts the server and keeps it running until a signal.
	 * @param args kind, data directory, ports
	 */
	public static void main(String[] args) throws InterruptedException {
		Path directory = Path.of(args[1]);
		int port = Integer.parseInt(args[2]);
		AutoCloseable server;
		if (args[0].equals("kafka")) {
			EmbeddedKafka kafka = new EmbeddedKafka(directory, port, Integer.parseInt(args[3]),
					Integer.parseInt(args[4]));
			kafka.start();
			server = kafka;
		}
		else {
			EmbeddedDatabase database = new EmbeddedDatabase(directory, Path.of("target", "mariadb"), port);
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
