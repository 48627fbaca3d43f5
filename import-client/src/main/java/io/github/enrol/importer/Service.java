/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The import of the service. Java's client reads results only when it has sent all lines,
 * and the service reads no lines while many results are unread: so each request is as
 * small as a batch.
 */
final class Service {

	/** Longer than the service retries a line by default. */
	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	/** Request Timeout, Too Early, Too Many Requests: not answers to the content. */
	private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429);

	private static final JsonMapper json = new JsonMapper();

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	private final URI url;

	private final String key;

	private final @Nullable String token;

	/**
	 * Creates a client.
	 * @param token null to send none
	 */
	Service(URI url, String key, @Nullable String token) {
		this.url = url;
		this.token = token;
		this.key = '"' + key.replaceAll("([\"\\\\])", "\\\\$1") + '"';
	}

	/**
	 * Registers users.
	 * @param lines the users, one JSON object each
	 * @return a result for each line
	 * @throws Unavailable if not all of them have a result: the same lines may be sent
	 * again
	 * @throws ImportFailure if the service refuses the import
	 */
	List<ObjectNode> register(List<String> lines) throws Unavailable, ImportFailure, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.url)
			.header("Content-Type", "application/x-ndjson")
			.header("Idempotency-Key", this.key)
			.timeout(TIMEOUT)
			.POST(BodyPublishers.ofString(String.join("\n", lines)));
		if (this.token != null) {
			request.header("Authorization", "Bearer " + this.token);
		}
		HttpResponse<String> response;
		try {
			response = this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (ConnectException | HttpConnectTimeoutException ex) {
			throw new Unavailable("the service cannot be reached at " + this.url, true);
		}
		catch (IOException ex) {
			throw new Unavailable("the connection broke", false);
		}
		int status = response.statusCode();
		if (status == 200) {
			return results(response.body(), lines.size());
		}
		String reason = "the service refuses the import with status " + status + detail(response.body());
		if (status >= 500 || TEMPORARY.contains(status)) {
			throw new Unavailable(reason, true);
		}
		throw new ImportFailure(ImportFailure.REFUSED, reason);
	}

	private static List<ObjectNode> results(String body, int count) throws Unavailable {
		try {
			List<ObjectNode> lines = body.lines().map((line) -> (ObjectNode) json.readTree(line)).toList();
			JsonNode last = lines.isEmpty() ? json.createObjectNode() : lines.get(lines.size() - 1);
			if (last.path("complete").asBoolean(false) && lines.size() == count + 1) {
				return lines.subList(0, count);
			}
			if (last.has("problem") && last.has("complete")) {
				throw new Unavailable("the service ended the import" + detail(last.path("problem")), false);
			}
		}
		catch (JacksonException | ClassCastException ex) {
			// A line that was cut off.
		}
		throw new Unavailable("the answer was cut off", false);
	}

	private static String detail(String problem) {
		try {
			return detail(json.readTree(problem));
		}
		catch (JacksonException ex) {
			return "";
		}
	}

	private static String detail(JsonNode problem) {
		String detail = problem.path("detail").asString(problem.path("title").asString(""));
		return detail.isEmpty() ? "" : ": " + detail;
	}

	/**
	 * Not all lines have a result now.
	 */
	static final class Unavailable extends Exception {

		private final boolean unread;

		/**
		 * Gives the reason.
		 * @param unread whether it is certain that no line was read
		 */
		Unavailable(String reason, boolean unread) {
			super(reason, null, false, false);
			this.unread = unread;
		}

		boolean isUnread() {
			return this.unread;
		}

	}

}
