/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each method on each path of each service behaves as {@code Allow} says. The services
 * run as with {@code enrol.database} set to a URL.
 */
@Tag("http")
class AllowedMethodsIntegrationTests {

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

	private static final List<String> UNKNOWN_METHODS = List.of("TRACE", "FOO", "get", "X".repeat(2_000));

	private static final List<String> ACTUATOR = List.of("/actuator", "/actuator/health", "/actuator/health/readiness",
			"/actuator/info", "/actuator/metrics", "/actuator/metrics/nothing", "/actuator/prometheus", "/actuator/env",
			"/actuator/rebuild", "/actuator/deadletters", "/error", "/nowhere", "/", "/status", "/console", "/explorer",
			"/openapi", "/openapi.json", "/docs/asyncapi.yaml", "/docs/schemas/user-registered.v1.schema.json",
			"/docs/problems/not-found", "/docs/relations/users");

	private final HttpClient http = HttpClient.newHttpClient();

	@RegisterExtension
	static final RunningStandalone standalone = new RunningStandalone();

	@Test
	void allowNamesWhatWorks() throws Exception {
		InProcessServices services = standalone.services();
		assertAllowed(services.commandService(),
				List.of("/user/registration", "/user/erasure", "/user/registrations",
						"/user/registrations/01KAS9ZC5XQH0V3T6J8M2N4P7R",
						"/user/registrations/01KAS9ZC5XQH0V3T6J8M2N4P7R/report", "/user"));
		assertAllowed(services.queryService(),
				List.of("/users", "/projection", "/users?at=MS4wLjA", "/users?email=a@b.example",
						"/users/01KAS9ZC5XQH0V3T6J8M2N4P7R", "/users/x/y", "/console/console.js", "/console/nothing",
						"/explorer/index.html", "/openapi/index.html"));
		assertAllowed(services.projectorService(), List.of());
	}

	private void assertAllowed(URI service, List<String> paths) throws Exception {
		for (String path : Stream.concat(paths.stream(), ACTUATOR.stream()).toList()) {
			URI uri = service.resolve(path);
			HttpResponse<String> options = send("OPTIONS", uri);
			for (String method : METHODS) {
				HttpResponse<String> response = send(method, uri);
				String what = method + " " + uri + ": " + response.statusCode() + " " + response.body();
				assertThat(response.statusCode()).as(what).isNotEqualTo(500);
				if (options.statusCode() == 404) {
					assertThat(response.statusCode()).as(what).isEqualTo(404);
				}
				else if (allowed(options).contains(method)) {
					assertThat(response.statusCode()).as(what).isNotEqualTo(405);
				}
				else {
					assertThat(response.statusCode()).as(what).isEqualTo(405);
					assertThat(allowed(response)).as(what).isEqualTo(allowed(options));
				}
			}
			for (String method : UNKNOWN_METHODS) {
				HttpResponse<String> response = send(method, uri);
				assertThat(response.statusCode()).as(method + " " + uri).isEqualTo(501);
				assertThat(allowed(response)).isEmpty();
			}
			HttpResponse<String> preflight = send("OPTIONS", uri, "Origin", "http://other.example",
					"Access-Control-Request-Method", "PUT");
			assertThat(preflight.statusCode()).as("preflight " + uri).isEqualTo(403);
			assertThat(preflight.headers().map().keySet()).noneMatch(
					(name) -> name.equalsIgnoreCase("Allow") || name.toLowerCase().startsWith("access-control-"));
		}
	}

	private HttpResponse<String> send(String method, URI uri, String... headers)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	private static Set<String> allowed(HttpResponse<?> response) {
		return response.headers()
			.allValues("Allow")
			.stream()
			.flatMap((value) -> Stream.of(value.split("\\s*,\\s*")))
			.collect(Collectors.toSet());
	}

}
