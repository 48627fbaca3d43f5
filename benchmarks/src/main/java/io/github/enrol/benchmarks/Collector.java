/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;
import io.github.enrol.embedded.Ports;

/**
 * Takes traces as a collector does, and throws them away.
 */
final class Collector {

	private final HttpServer server;

	Collector() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(Ports.LOOPBACK, 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task, "collector");
			thread.setDaemon(true);
			return thread;
		}));
		this.server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		Runtime.getRuntime().addShutdownHook(new Thread(() -> this.server.stop(0)));
		this.server.start();
	}

	/**
	 * Returns what makes services send their traces. The setting {@code probability} says
	 * how many of them.
	 */
	Map<String, String> properties() {
		return Map.of("management.tracing.export.enabled", "true", "management.tracing.sampling.probability",
				Settings.text("probability", "0.1"), "management.opentelemetry.tracing.export.otlp.endpoint",
				"http://" + Ports.LOOPBACK + ":" + this.server.getAddress().getPort() + "/v1/traces");
	}

}
