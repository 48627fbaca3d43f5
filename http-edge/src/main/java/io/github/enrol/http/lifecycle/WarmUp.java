/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URL;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Asks the service for its entry point, again and again, before it reports that it is
 * ready (ADR 25): by then the JVM has compiled the way through HTTP, which callers would
 * otherwise wait for. Needs no token, and changes nothing.
 * <p>
 * A runner, since Spring Boot reports readiness after all of them.
 */
final class WarmUp implements ApplicationRunner, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(WarmUp.class);

	private static final int TIMEOUT_MILLIS = 1_000;

	/** So that it is traced at no rate of sampling. */
	private static final String NOT_SAMPLED = "00-%032x-%016x-00".formatted(1, 1);

	private final Environment environment;

	private final Duration duration;

	WarmUp(Environment environment, Duration duration) {
		this.environment = environment;
		this.duration = duration;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		if (this.duration.isZero()) {
			return;
		}
		long start = System.nanoTime();
		int requests = 0;
		try {
			URL url = url();
			while (isAnswered(url) && System.nanoTime() - start < this.duration.toNanos()) {
				requests++;
			}
			logger.info("Warmed up by {} requests", requests);
		}
		catch (IOException ex) {
			// It stops, or TLS is spoken here.
			logger.info("Not warmed up any more: {}", ex.toString());
		}
	}

	/**
	 * Where a rate is limited, operators' endpoints alone are not.
	 */
	private URL url() throws IOException {
		return (this.environment.getProperty("rate-limit.requests", Integer.class, 0) == 0)
				? url("server.address", "local.server.port", "/")
				: url("management.server.address", "local.management.port",
						this.environment.getProperty("management.endpoints.web.base-path", "/actuator")
								+ "/health/liveness");
	}

	private URL url(String address, String port, String path) throws IOException {
		InetAddress listening = this.environment.getProperty(address, InetAddress.class);
		String host = (listening == null || listening.isAnyLocalAddress()) ? "127.0.0.1" : listening.getHostAddress();
		return UriComponentsBuilder.newInstance()
			.scheme("http")
			.host(host.contains(":") ? "[" + host + "]" : host)
			.port(this.environment.getRequiredProperty(port, Integer.class))
			.path(path)
			.build()
			.toUri()
			.toURL();
	}

	/**
	 * Whether there is something to ask for. A connection is used again.
	 */
	private static boolean isAnswered(URL url) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
		connection.setConnectTimeout(TIMEOUT_MILLIS);
		connection.setReadTimeout(TIMEOUT_MILLIS);
		connection.setInstanceFollowRedirects(false);
		connection.setRequestProperty("traceparent", NOT_SAMPLED);
		connection.setRequestProperty("Accept", "application/hal+json, application/json");
		if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
			connection.disconnect();
			return false;
		}
		try (InputStream body = connection.getInputStream()) {
			body.readAllBytes();
		}
		return true;
	}

	/** Other runners do what a service needs before. */
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
