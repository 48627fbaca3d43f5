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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.hateoas.CollectionModel;
import org.springframework.hateoas.EntityModel;
import org.springframework.hateoas.MediaTypes;
import org.springframework.hateoas.client.Hop;
import org.springframework.hateoas.client.Traverson;
import org.springframework.hateoas.server.core.TypeReferences.CollectionModelType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Java's standard clients, given nothing but an entry point: Spring's {@link Traverson}
 * reads, {@link HttpClient} sends. {@code clients} has those of other languages.
 */
@Tag("http")
class JavaClientsIntegrationTests {

	private static final int PAGE = 25;

	/** {@code HttpClient} reads nothing before it has sent everything. */
	private static final int IMPORT_LINES = Integer.getInteger("enrol.test.import-lines", 20_000);

	private static Standalone standalone;

	private final HttpClient http = HttpClient.newHttpClient();

	private final URI entry = standalone.services().queryService().resolve("/");

	@BeforeAll
	static void start(@TempDir Path directory) {
		Schema schema = Backends.database().createSchema();
		standalone = new Standalone(new StandaloneProperties(directory, 0, 0, 0, 0, 0, schema.jdbcUrl(),
				schema.username(), schema.password(), false));
		standalone.prepare();
		standalone.start(new Stages((line) -> {
		}));
	}

	@AfterAll
	static void stop() {
		standalone.close();
	}

	@Test
	void traversonWalksThereAndBack() throws Exception {
		List<String> expected = new ArrayList<>();
		for (JsonNode result : importUsers("walker", 265, "return=representation")) {
			if (result.has("location")) {
				expected.add(0, result.get("user_id").stringValue());
				get(URI.create(result.get("location").stringValue()));
			}
		}
		CollectionModel<EntityModel<User>> page = traverson(this.entry)
			.follow(Hop.rel("enrol:users").withParameter("size", PAGE))
			.toObject(new UsersType());
		List<List<String>> there = new ArrayList<>(List.of(ids(page)));
		while (there.size() * PAGE < expected.size()) {
			page = linked(page, "next");
			there.add(ids(page));
		}
		List<List<String>> back = new ArrayList<>(List.of(ids(page)));
		while (page.hasLink("prev")) {
			page = linked(page, "prev");
			back.add(ids(page));
		}
		Collections.reverse(back);
		assertThat(there.stream().flatMap(List::stream).limit(expected.size())).isEqualTo(expected);
		assertThat(back).isEqualTo(there);
	}

	@Test
	void eitherEntryLeadsToRegistrationAndList() throws Exception {
		for (URI start : List.of(this.entry, standalone.services().commandService().resolve("/"))) {
			String email = "ada+" + start.getPort() + "@example.org";
			String registration = traverson(start).follow("enrol:registration").asLink().getHref();
			HttpResponse<String> registered = this.http.send(HttpRequest.newBuilder(URI.create(registration))
				.header("Content-Type", MediaTypes.HAL_JSON_VALUE)
				.POST(BodyPublishers.ofString("{\"username\": \"Ada 🦉\", \"email\": \"" + email + "\"}"))
				.build(), BodyHandlers.ofString());
			assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
			User ada = traverson(URI.create(registered.headers().firstValue("Location").orElseThrow())).follow("self")
				.toObject(User.class);
			assertThat(ada).isEqualTo(new User(ada.id(), "Ada 🦉", email));
			Hop users = Hop.rel("enrol:users").withParameter("email", email);
			CollectionModel<EntityModel<User>> found = start.equals(this.entry)
					? traverson(start).follow(users).toObject(new UsersType())
					: traverson(start).follow("index").follow(users).toObject(new UsersType());
			assertThat(ids(found)).containsExactly(ada.id());
		}
	}

	@Test
	void httpClientImportsAndIsToldWhatWasNotRegistered() throws Exception {
		List<JsonNode> results = importUsers("imported", IMPORT_LINES, "return=minimal");
		assertThat(results).hasSize(1);
		assertThat(results.get(0).get("registered").asInt()).isEqualTo(IMPORT_LINES);
		URI last = URI.create(this.entry + "users?email=imported" + IMPORT_LINES + "@example.org");
		await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(get(last).body()).contains("\"count\":1"));
	}

	@Test
	void httpClientDoesNotReceiveAgainWhatItHas() throws Exception {
		JsonNode imported = importUsers("unchanged", 1, "return=representation").get(0);
		URI user = URI.create(imported.get("location").stringValue());
		String tag = get(user).headers().firstValue("ETag").orElseThrow();
		HttpResponse<String> again = get(user, "If-None-Match", tag);
		assertThat(again.statusCode()).isEqualTo(304);
		assertThat(again.body()).isEmpty();
	}

	private List<JsonNode> importUsers(String name, int count, String preference) throws Exception {
		String lines = IntStream.rangeClosed(1, count)
			.mapToObj((number) -> "{\"username\": \"%1$s\", \"email\": \"%1$s%2$d@example.org\"}%n".formatted(name,
					number))
			.collect(Collectors.joining());
		URI target = URI.create(traverson(this.entry).follow("enrol:registrations").asLink().getHref());
		HttpResponse<String> response = this.http.send(HttpRequest.newBuilder(target)
			.headers("Content-Type", "application/x-ndjson", "Prefer", preference)
			.timeout(Duration.ofMinutes(5))
			.POST(BodyPublishers.ofString(lines))
			.build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body().lines().map(JsonMapper.shared()::readTree).toList();
	}

	private HttpResponse<String> get(URI uri, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri);
		return this.http.send(((headers.length > 0) ? request.headers(headers) : request).build(),
				BodyHandlers.ofString());
	}

	private static CollectionModel<EntityModel<User>> linked(CollectionModel<?> page, String relation) {
		return traverson(page.getRequiredLink(relation).toUri()).follow("self").toObject(new UsersType());
	}

	private static Traverson traverson(URI start) {
		return new Traverson(start, MediaTypes.HAL_JSON);
	}

	private static List<String> ids(CollectionModel<EntityModel<User>> page) {
		return page.getContent().stream().map((user) -> user.getContent().id()).toList();
	}

	private record User(String id, String name, String email) {

	}

	private static final class UsersType extends CollectionModelType<EntityModel<User>> {

	}

}
