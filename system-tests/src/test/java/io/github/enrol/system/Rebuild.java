/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

/**
 * A rebuild of the read model by a projector-service.
 */
record Rebuild(ServiceProcess projector, Security security) {

	private static final HttpClient http = HttpClient.newHttpClient();

	static Rebuild begin(ServiceProcess projector, Security security) {
		Rebuild rebuild = new Rebuild(projector, security);
		int status = rebuild.send(rebuild.request().POST(BodyPublishers.noBody())).statusCode();
		if (status != 202) {
			throw new IllegalStateException("The rebuild is answered with " + status);
		}
		return rebuild;
	}

	/**
	 * Returns its status once that is as expected, within 10 minutes.
	 */
	String await(Predicate<String> state) {
		return Awaitility.await().atMost(Duration.ofMinutes(10)).until(this::state, state);
	}

	/**
	 * @throws IllegalStateException if it fails
	 */
	void awaitDone() {
		String state = await((status) -> !status.contains("RUNNING"));
		if (!state.contains("DONE")) {
			throw new IllegalStateException("The rebuild has failed: " + state);
		}
	}

	private String state() {
		return send(request()).body();
	}

	private HttpRequest.Builder request() {
		return this.security.authorize(HttpRequest.newBuilder(this.projector.uri("/actuator/rebuild")), "ops");
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return http.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted", ex);
		}
	}

}
