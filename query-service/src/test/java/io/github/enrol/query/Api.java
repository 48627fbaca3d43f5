/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.enrol.testing.openapi.Conformance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that knows the API's address and follows links.
 */
final class Api {

	/** All that tests see is as the OpenAPI document says. */
	private static final Conformance DESCRIBED = Conformance.of("query-service");

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI base;

	Api(int port) {
		this.base = URI.create("http://127.0.0.1:" + port);
	}

	Answer get(String path, String... headers) {
		return getAsync(path, headers).join();
	}

	CompletableFuture<Answer> getAsync(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.base.resolve(path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.sendAsync(request.build(), BodyHandlers.ofString()).thenApply((response) -> {
			assertThat(DESCRIBED.flaws(response)).isEmpty();
			return new Answer(response);
		});
	}

	HttpResponse<String> head(String path, String... headers) {
		try {
			HttpRequest.Builder request = HttpRequest.newBuilder(this.base.resolve(path))
				.method("HEAD", BodyPublishers.noBody());
			if (headers.length > 0) {
				request.headers(headers);
			}
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Answer(HttpResponse<String> response) {

		int status() {
			return this.response.statusCode();
		}

		JsonNode body() {
			return JsonMapper.shared().readTree(this.response.body());
		}

		Optional<String> header(String name) {
			return this.response.headers().firstValue(name);
		}

		List<String> ids() {
			JsonNode users = body().at("/_embedded/users");
			assertThat(users.isArray()).isTrue();
			return users.valueStream().map((user) -> user.get("id").asString()).toList();
		}

		Optional<String> link(String relation) {
			return body().at("/_links/" + relation + "/href").asStringOpt();
		}

		Answer hasProblem(int status, String type) {
			assertThat(this.response.body()).contains("\"type\":\"https://enrol.github.io/problems/" + type + "\"");
			assertThat(status()).isEqualTo(status);
			assertThat(header("Content-Type")).contains("application/problem+json");
			return this;
		}

	}

}
