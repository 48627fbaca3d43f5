/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Both HTTP APIs as a client uses them: it knows two addresses and follows links.
 */
final class UserApi {

	private static final JsonMapper json = new JsonMapper();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

	private final URI registration;

	private final URI users;

	private final Security security;

	UserApi(URI registration, URI users) {
		this(registration, users, Security.NONE);
	}

	UserApi(URI registration, URI users, Security security) {
		this.registration = registration;
		this.users = users;
		this.security = security;
	}

	CompletableFuture<Answer> register(String username, String email, @Nullable String key) {
		byte[] body = json.writeValueAsBytes(Map.of("username", username, "email", email));
		HttpRequest.Builder request = HttpRequest.newBuilder(this.registration)
			.timeout(Duration.ofSeconds(20))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
		if (key != null) {
			request.header("Idempotency-Key", "\"" + key + "\"");
		}
		return send(request, "users:register");
	}

	CompletableFuture<Answer> erase(String email, String userId) {
		byte[] body = json.writeValueAsBytes(Map.of("email", email, "user_id", userId));
		return send(HttpRequest.newBuilder(this.registration.resolve("/user/erasure"))
			.timeout(Duration.ofSeconds(20))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(body)), "users:erase");
	}

	/**
	 * Returns whether a request was never sent, because the connection was refused.
	 */
	static boolean isRefused(Throwable failure) {
		return failure.getCause() instanceof ConnectException;
	}

	CompletableFuture<Answer> ask(URI uri) {
		return send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)), "users:read");
	}

	CompletableFuture<Answer> askUsers(String query) {
		return ask(URI.create(this.users + query));
	}

	Answer get(URI uri) {
		return ask(uri).join();
	}

	Answer users(String query) {
		return askUsers(query).join();
	}

	/**
	 * Returns all users, page by page along {@code next}.
	 */
	List<JsonNode> allUsers(int size) {
		List<JsonNode> all = new ArrayList<>();
		for (Answer page = users("?size=" + size);; page = get(page.link("next"))) {
			page.body().at("/_embedded/users").forEach(all::add);
			if (!page.hasLink("next")) {
				return all;
			}
		}
	}

	private CompletableFuture<Answer> send(HttpRequest.Builder request, String scope) {
		return this.http
			.sendAsync(this.security.authorize(request, scope).build(), BodyHandlers.ofString(StandardCharsets.UTF_8))
			.thenApply((response) -> new Answer(response, json.readTree(response.body())));
	}

	record Answer(HttpResponse<String> response, JsonNode body) {

		int status() {
			return this.response.statusCode();
		}

		URI location() {
			return URI.create(this.response.headers().firstValue("Location").orElseThrow());
		}

		String userId() {
			return this.body.get("user_id").stringValue();
		}

		boolean hasLink(String relation) {
			return this.body.at("/_links/" + relation).isObject();
		}

		URI link(String relation) {
			return URI.create(this.body.at("/_links/" + relation + "/href").stringValue());
		}

	}

}
