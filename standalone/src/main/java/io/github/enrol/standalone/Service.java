/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import io.github.enrol.embedded.Ports;
import io.github.enrol.embedded.StartException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/**
 * One service, in its own application context. A start cannot be interrupted: if it is
 * closed meanwhile, {@link #close()} does not wait, and the start closes what it started.
 */
final class Service implements AutoCloseable {

	private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

	private final String name;

	private final Supplier<SpringApplication> application;

	private final URI url;

	private final HttpClient http = HttpClient.newHttpClient();

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private @Nullable ConfigurableApplicationContext context;

	private volatile boolean closed;

	/**
	 * Creates a service; {@link #start()} starts it.
	 * @param properties override those of the environment, so that the services find each
	 * other and nothing else
	 */
	Service(String name, Supplier<SpringApplication> application, int port, Map<String, ?> properties) {
		this.name = name;
		this.application = application;
		this.url = URI.create("http://" + Ports.LOOPBACK + ":" + port);
		this.properties.put("server.address", Ports.LOOPBACK);
		this.properties.put("server.port", port);
		// Three services have to stop within 10 s.
		this.properties.put("spring.lifecycle.timeout-per-shutdown-phase", "2s");
		this.properties.putAll(properties);
	}

	URI url() {
		return this.url;
	}

	void start() {
		requireOpen();
		SpringApplication application = this.application.get();
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		// The owner defines the order in which all parts stop.
		application.setRegisterShutdownHook(false);
		try {
			started(application.run(this.properties.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new)));
		}
		catch (RuntimeException ex) {
			requireOpen();
			throw new StartException("The " + this.name + " cannot be started: "
					+ NestedExceptionUtils.getMostSpecificCause(ex).getMessage(), ex);
		}
	}

	private synchronized void started(ConfigurableApplicationContext context) {
		if (this.closed) {
			context.close();
		}
		this.context = context;
		requireOpen();
	}

	/**
	 * Returns when the service is ready.
	 * @throws StartException if it takes too long
	 */
	void awaitReady() {
		try {
			long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
			HttpResponse<String> health = get("/actuator/health/readiness");
			while (health.statusCode() != 200) {
				requireOpen();
				if (System.nanoTime() > deadline) {
					throw new StartException("The " + this.name + " is not ready after a minute: " + health.body());
				}
				Thread.sleep(100);
				health = get("/actuator/health/readiness");
			}
		}
		catch (IOException ex) {
			requireOpen();
			throw new StartException("The " + this.name + " does not answer: " + ex.getMessage(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancellationException();
		}
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return get(path, null);
	}

	/**
	 * Reads a resource.
	 * @param token null to send none
	 */
	HttpResponse<String> get(String path, @Nullable String token) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.url.resolve(path)).timeout(READY_TIMEOUT);
		if (token != null) {
			request.header("Authorization", "Bearer " + token);
		}
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	private void requireOpen() {
		if (this.closed) {
			throw new CancellationException("The " + this.name + " is closed");
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.context != null) {
			this.context.close();
		}
	}

}
