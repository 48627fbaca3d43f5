/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the services say about themselves, and what a browser gets from them.
 */
class StatusIntegrationTests {

	@RegisterExtension
	static final RunningStandalone standalone = new RunningStandalone();

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void theEntryLeadsToTheFiguresOfEachStage() throws Exception {
		Map<String, JsonNode> before = statuses();
		for (int i = 0; i < 5; i++) {
			String email = UUID.randomUUID() + "@example.org";
			assertThat(register(email)).isEqualTo(201);
			assertThat(register(email)).isEqualTo(409);
		}
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			Map<String, JsonNode> after = statuses();
			assertThat(counted("command-service", "commands", before, after)).isEqualTo(10);
			assertThat(counted("command-service", "events", before, after)).isEqualTo(5);
			assertThat(counted("projector-service", "projected", before, after)).isEqualTo(5);
			assertThat(counted("query-service", "visible", before, after)).isEqualTo(5);
			assertThat(after.values()).allSatisfy((status) -> {
				assertThat(status.at("/status").asString()).isEqualTo("UP");
				assertThat(status.at("/components")).noneMatch((component) -> component.has("reason"));
			});
			JsonNode command = after.get("command-service");
			assertThat(command.at("/streams").asString()).isEqualTo("RUNNING");
			assertThat(command.at("/latency_ms/p50").asDouble()).isPositive()
				.isLessThanOrEqualTo(command.at("/latency_ms/p99").asDouble());
			for (String service : List.of("command-service", "projector-service")) {
				assertThat(after.get(service).at("/partitions"))
					.extracting((partition) -> partition.at("/partition").asInt(),
							(partition) -> partition.at("/instance").asString(),
							(partition) -> partition.at("/lag").asInt(-1))
					.hasSize(4)
					.doesNotHaveDuplicates()
					.allMatch((partition) -> partition.toList()
						.get(1)
						.equals(after.get(service).at("/instance").asString()) && partition.toList().get(2).equals(0));
				assertThat(after.get(service).at("/counters/dead_letters").asInt(-1)).isZero();
			}
		});
	}

	@Test
	void aPageOfTheQueryServiceMayReadEachStatusAndNoOtherPageMay() throws Exception {
		String page = standalone.services().queryService().toString();
		for (JsonNode link : links()) {
			URI uri = URI.create(link.at("/href").asString());
			assertThat(send("GET", uri, "Origin", page).statusCode()).isEqualTo(200);
			if (!uri.toString().startsWith(page)) {
				assertThat(send("GET", uri, "Origin", page).headers().firstValue("Access-Control-Allow-Origin"))
					.contains(page);
				assertThat(send("GET", uri, "Origin", page.replace("127.0.0.1", "localhost")).statusCode())
					.isEqualTo(200);
				HttpResponse<String> refused = send("GET", uri, "Origin", "http://other.example");
				assertThat(refused.statusCode()).isEqualTo(403);
				assertThat(refused.body()).contains("/problems/origin-not-allowed\"");
			}
			assertThat(send("GET", uri).headers().firstValue("Cache-Control")).contains("no-store");
			assertThat(send("HEAD", uri).statusCode()).isEqualTo(200);
			assertThat(send("GET", URI.create(uri + "?x=1")).statusCode()).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | 303
			text/html                                                       | 303
			*/*                                                             | 200
			application/hal+json, application/json, */*                     | 200
			application/json;q=0.9, text/html;q=0.1                         | 200
			application/prs.hal-forms+json                                  | 200
			""")
	void onlyWhoPrefersHtmlIsLedToTheConsole(String accept, int status) throws Exception {
		HttpResponse<String> answer = send("GET", standalone.query("/"), "Accept", accept);
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.headers().allValues("Vary")).anyMatch((vary) -> vary.contains("Accept"));
		assertThat(answer.headers().firstValue("Location").isPresent()).isEqualTo(status == 303);
		assertThat(send("HEAD", standalone.query("/"), "Accept", accept).statusCode()).isEqualTo(status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console", "/console/console.js", "/console/console.css", "/explorer/index.html",
			"/openapi/index.html" })
	void pagesConnectToTheServicesAlone(String path) throws Exception {
		HttpResponse<String> page = send("GET", standalone.query(path));
		assertThat(page.statusCode()).isEqualTo(200);
		String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
		assertThat(policy).startsWith("default-src 'none';")
			.contains("script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'",
					"connect-src 'self' " + standalone.command("") + " " + standalone.services().projectorService());
		assertThat(policy.contains("unsafe")).isEqualTo(path.matches("/(explorer|openapi)/.*"));
		assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
		assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
		assertThat(page.body()).doesNotContain("onload=").doesNotContainPattern("(src|href)=\"(https?:)?//");
		String tag = page.headers().firstValue("ETag").orElseThrow();
		assertThat(send("GET", standalone.query(path), "If-None-Match", tag).statusCode()).isEqualTo(304);
	}

	@Test
	void theWebJarsAreServedByNothingElse() throws Exception {
		assertThat(send("GET", standalone.query("/explorer")).headers().firstValue("Location"))
			.contains("/explorer/index.html#uri=/");
		assertThat(send("GET", standalone.query("/openapi")).headers().firstValue("Location"))
			.contains("/openapi/index.html");
		for (String index : List.of("hal-explorer/2.3.0/index.html", "swagger-ui/5.32.0/index.html")) {
			assertThat(getClass().getResource("/META-INF/resources/webjars/" + index)).isNotNull();
			for (URI service : List.of(standalone.query("/"), standalone.command("/"))) {
				assertThat(send("GET", service.resolve("/webjars/" + index)).statusCode()).isEqualTo(404);
			}
		}
	}

	private static long counted(String service, String counter, Map<String, JsonNode> before,
			Map<String, JsonNode> after) {
		return after.get(service).at("/counters/" + counter).asLong()
				- before.get(service).at("/counters/" + counter).asLong();
	}

	private List<JsonNode> links() throws Exception {
		JsonNode links = json(send("GET", standalone.query("/"))).at("/_links/status");
		assertThat(links).hasSize(3);
		return StreamSupport.stream(links.spliterator(), false).toList();
	}

	private Map<String, JsonNode> statuses() throws Exception {
		Map<String, JsonNode> statuses = new HashMap<>();
		for (JsonNode link : links()) {
			JsonNode status = json(send("GET", URI.create(link.at("/href").asString())));
			assertThat(status.at("/service")).isEqualTo(link.at("/name"));
			statuses.put(link.at("/name").asString(), status);
		}
		return statuses;
	}

	private int register(String email) throws Exception {
		return this.http
			.send(HttpRequest.newBuilder(standalone.command("/user/registration"))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"username\": \"Somebody\", \"email\": \"" + email + "\"}"))
				.build(), BodyHandlers.ofString())
			.statusCode();
	}

	private HttpResponse<String> send(String method, URI uri, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

}
