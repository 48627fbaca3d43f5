/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages of one allowed origin, another one, and of the service itself.
 */
class CorsIntegrationTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = SpringApplication.run(Things.class, "--server.port=0",
				"--server.cors.allowed-origins=https://console.example,http://localhost:3000");
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@ParameterizedTest
	@CsvSource({ "/things, GET, 'GET,HEAD'", "/things, HEAD, 'GET,HEAD'", "/thing, POST, POST",
			"/kinds, GET, 'GET,HEAD'", "/kinds, HEAD, 'GET,HEAD'" })
	void aPreflightNamesTheMethodsOfTheResource(String path, String method, String allowed) throws Exception {
		HttpResponse<String> answer = preflight(path, "https://console.example", method);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("https://console.example");
		assertThat(header(answer, "Access-Control-Allow-Methods").split(","))
			.containsExactlyInAnyOrder(allowed.split(","));
		assertThat(header(answer, "Access-Control-Allow-Headers")).containsIgnoringCase("idempotency-key");
		assertThat(answer.headers().allValues("Vary")).anyMatch((vary) -> vary.contains("Origin"));
	}

	@ParameterizedTest
	@CsvSource({ "/things, POST", "/thing, DELETE", "/nothing, GET" })
	void aPreflightForWhatDoesNotExistIsRefused(String path, String method) throws Exception {
		HttpResponse<String> answer = preflight(path, "https://console.example", method);
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.headers().map().keySet()).noneMatch((name) -> name.equalsIgnoreCase("Allow")
				|| name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
		assertThat(answer.body()).contains("problems/origin-not-allowed\"", "another origin");
	}

	@Test
	void anotherOriginIsRefusedWithAProblem() throws Exception {
		for (HttpResponse<String> answer : new HttpResponse[] { preflight("/things", "https://other.example", "GET"),
				preflight("/kinds", "https://other.example", "GET"), get("/things", "https://other.example") }) {
			assertThat(answer.statusCode()).isEqualTo(403);
			assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
			assertThat(answer.body()).contains("problems/origin-not-allowed\"", "another origin");
			assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
		}
	}

	@Test
	void answersAndProblemsCanBeReadByAnAllowedPage() throws Exception {
		for (String path : new String[] { "/things", "/things?wrong=1" }) {
			HttpResponse<String> answer = get(path, "http://localhost:3000");
			assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
			assertThat(header(answer, "Access-Control-Expose-Headers")).contains("Location", "Idempotency-Key");
		}
	}

	@Test
	void withoutAnOriginNothingChanges() throws Exception {
		HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri("/things")).build(),
				BodyHandlers.ofString());
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
	}

	private static HttpResponse<String> preflight(String path, String origin, String method) throws Exception {
		return http.send(HttpRequest.newBuilder(uri(path))
			.method("OPTIONS", BodyPublishers.noBody())
			.header("Origin", origin)
			.header("Access-Control-Request-Method", method)
			.header("Access-Control-Request-Headers", "content-type,idempotency-key")
			.build(), BodyHandlers.ofString());
	}

	private static HttpResponse<String> get(String path, String origin) throws Exception {
		return http.send(HttpRequest.newBuilder(uri(path)).header("Origin", origin).build(), BodyHandlers.ofString());
	}

	private static URI uri(String path) {
		return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
	}

	private static String header(HttpResponse<?> answer, String name) {
		return String.join(",", answer.headers().allValues(name));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Things {

		@GetMapping("/things")
		String things() {
			return "[]";
		}

		@GetMapping(path = "/kinds", produces = "text/plain")
		String plain() {
			return "[]";
		}

		@GetMapping(path = "/kinds", produces = "application/json")
		String json() {
			return "[]";
		}

		@PostMapping("/thing")
		String thing() {
			return "{}";
		}

	}

}
