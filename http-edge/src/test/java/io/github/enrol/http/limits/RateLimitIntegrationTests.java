/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.limits;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;

import io.github.enrol.http.security.Issuer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of a service that limits them.
 */
class RateLimitIntegrationTests {

	private static final String LIMIT = "--rate-limit.requests=2";

	private final HttpClient http = HttpClient.newHttpClient();

	private ConfigurableApplicationContext service;

	private void start(String... arguments) {
		this.service = SpringApplication.run(Service.class,
				Stream.concat(Stream.of("--server.port=0"), Stream.of(arguments)).toArray(String[]::new));
	}

	@AfterEach
	void stop() {
		this.service.close();
	}

	@Test
	void isOffByDefault() throws Exception {
		start();
		for (int i = 0; i < 20; i++) {
			HttpResponse<String> response = get("/users");
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().map().keySet()).noneMatch((name) -> name.startsWith("ratelimit"));
		}
	}

	@Test
	void tellsClientsWhatIsLeftAndRefusesWhatIsNot() throws Exception {
		start(LIMIT, "--rate-limit.period=1s", "--server.cors.allowed-origins=https://console.example");
		assertThat(get("/users").headers().firstValue("RateLimit")).contains("\"requests\";r=1;t=1");
		Awaitility.await().untilAsserted(() -> {
			HttpResponse<String> response = get("/users", "Origin", "https://console.example");
			assertThat(response.statusCode()).isEqualTo(429);
			assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
			assertThat(response.headers().firstValue("Retry-After")).contains("1");
			assertThat(response.headers().firstValue("RateLimit")).contains("\"requests\";r=0;t=1");
			assertThat(response.headers().firstValue("RateLimit-Policy")).contains("\"requests\";q=2;w=1");
			assertThat(response.headers().firstValue("Access-Control-Expose-Headers").orElse("")).contains("RateLimit");
			assertThat(response.body()).contains("/problems/quota-exceeded\"", "\"violated-policies\":[\"requests\"]");
		});
		assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
		Awaitility.await().until(() -> get("/users").statusCode() == 200);
	}

	@Test
	void believesNobodyWhoTheClientIsUnlessItIsToldTo() throws Exception {
		start(LIMIT);
		assertThat(statuses("X-Forwarded-For", "192.0.2.1", "192.0.2.2", "192.0.2.3")).containsExactly(200, 200, 429);
	}

	@Test
	void behindAProxyItsClientsAreToldApart() throws Exception {
		start(LIMIT, "--server.forward-headers-strategy=native");
		assertThat(statuses("X-Forwarded-For", "192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.1")).containsExactly(200,
				200, 200, 429);
		// What a client itself claims comes before what the proxy adds.
		assertThat(statuses("X-Forwarded-For", "192.0.2.9, 192.0.2.1", "2001:db8::1", "2001:db8::2", "2001:db8::3"))
			.containsExactly(429, 200, 200, 429);
	}

	@Test
	void countsBySubjectAndRefusalsByAddress() throws Exception {
		try (Issuer issuer = new Issuer()) {
			start(LIMIT, "--security.jwt.issuer=" + issuer.uri());
			String ann = "Bearer " + issuer.token("users:read");
			String bob = "Bearer " + issuer.token((claims) -> claims.subject("bob").claim("scope", "users:register"));
			assertThat(statuses("Authorization", ann, ann, bob, bob, bob, ann)).containsExactly(200, 200, 403, 403, 429,
					429);
			assertThat(statuses("Authorization", "Bearer x", "Bearer y", "Bearer z", "Basic x")).containsExactly(401,
					401, 429, 429);
			assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
		}
	}

	private int[] statuses(String header, String... values) throws Exception {
		int[] statuses = new int[values.length];
		for (int i = 0; i < values.length; i++) {
			statuses[i] = get("/users", header, values[i]).statusCode();
		}
		return statuses;
	}

	private HttpResponse<String> get(String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:"
					+ this.service.getEnvironment().getRequiredProperty("local.server.port") + path))
			.method("GET", BodyPublishers.noBody());
		return this.http.send(((headers.length > 0) ? request.headers(headers) : request).build(),
				BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Service {

		@GetMapping("/users")
		String users() {
			return "everybody";
		}

	}

}
