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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.enrol.embedded.Ports;
import io.github.enrol.embedded.StartException;
import io.github.enrol.standalone.InProcessServices.Settings;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.TestTopics;
import io.github.enrol.testing.ToolsJar;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Walks the procedures of "Disaster recovery" in docs/operations.md, with all services.
 */
class DisasterIntegrationTests {

	private static final String CHANGELOG = "command-service-registrations-changelog";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newHttpClient();

	private final int[] ports = { Ports.free(), Ports.free(), Ports.free() };

	private final List<URI> links = new ArrayList<>();

	@TempDir
	private Path directory;

	@Test
	void whateverIsLostIsRestored() throws Exception {
		Path state = this.directory.resolve("state");
		Path backup = this.directory.resolve("backup.jsonl.gz");
		List<JsonNode> users;
		try (TestKafka kafka = Backends.newKafka()) {
			Schema schema = Backends.database().createSchema();
			try (InProcessServices services = start(kafka, schema, state)) {
				for (int i = 0; i < 10; i++) {
					this.links.add(register(services, i));
				}
				this.links.forEach((link) -> assertThat(get(link).statusCode()).isEqualTo(200));
				users = users(services);
			}
			FileSystemUtils.deleteRecursively(state);
			Schema empty = Backends.database().createSchema();
			delete(kafka, CHANGELOG);
			assertThatExceptionOfType(StartException.class).isThrownBy(() -> start(kafka, empty, state))
				.withMessageContaining(CHANGELOG + " does not exist although user-events has records");
			assertThat(tool(kafka, "restore-registrations")).contains("from 10 events.");
			try (InProcessServices services = start(kafka, empty, state)) {
				assertNothingIsLost(services, users);
				erase(services, register(services, 10));
				// With everything running.
				assertThat(tool(kafka, "events", "export", backup.toString())).contains("12 events were exported.");
			}
		}
		FileSystemUtils.deleteRecursively(state);
		try (TestKafka kafka = Backends.newKafka()) {
			assertThat(tool(kafka, "events", "import", backup.toString(), "--partitions", "3"))
				.contains("12 events were imported into 3 partitions.");
			try (InProcessServices services = start(kafka, Backends.database().createSchema(), state)) {
				assertNothingIsLost(services, users);
				// The address of the erased user is free.
				URI added = register(services, 10);
				assertThat(get(added).statusCode()).isEqualTo(200);
				assertThat(users(services)).hasSize(11).containsAll(users);
				assertARebuildChangesNothing(services);
			}
		}
	}

	private InProcessServices start(TestKafka kafka, Schema schema, Path state) {
		InProcessServices services = new InProcessServices(new Settings(kafka.bootstrapServers(), schema.jdbcUrl(),
				schema.username(), schema.password(), state, this.ports[0], this.ports[1], this.ports[2], null));
		try {
			services.start(CompletableFuture.completedFuture(null), CompletableFuture.completedFuture(null),
					new Stages((line) -> {
					}));
			return services;
		}
		catch (RuntimeException ex) {
			services.close();
			throw ex;
		}
	}

	/**
	 * All users are there with the same ids and times, behind the same links, and no
	 * address is free.
	 */
	private void assertNothingIsLost(InProcessServices services, List<JsonNode> users) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(users(services)).isEqualTo(users));
		this.links.forEach((link) -> assertThat(get(link).statusCode()).isEqualTo(200));
		for (int i = 0; i < users.size(); i++) {
			HttpResponse<String> again = post(services, i);
			assertThat(again.statusCode()).isEqualTo(409);
			assertThat(again.body()).contains("email-already-registered");
		}
	}

	private void assertARebuildChangesNothing(InProcessServices services) {
		List<JsonNode> before = users(services);
		URI rebuild = services.projectorService().resolve("/actuator/rebuild");
		assertThat(send(HttpRequest.newBuilder(rebuild).POST(BodyPublishers.noBody()).build()).statusCode())
			.isEqualTo(202);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> get(rebuild).body().contains("\"state\":\"DONE\""));
		assertThat(JSON.readTree(get(rebuild).body()).at("/differences/changed")).isEmpty();
		assertThat(users(services)).isEqualTo(before);
	}

	/**
	 * Registers a user.
	 * @return the link to it
	 */
	private URI register(InProcessServices services, int number) {
		HttpResponse<String> registered = post(services, number);
		assertThat(registered.statusCode()).isEqualTo(201);
		return URI.create(registered.headers().firstValue("Location").orElseThrow());
	}

	/**
	 * Returns when the erasure is committed, which its answer precedes.
	 */
	private void erase(InProcessServices services, URI link) {
		String id = JSON.readTree(get(link).body()).get("id").stringValue();
		HttpResponse<String> erased = send(post(services, "/user/erasure", """
				{"email":"user10@example.org","user_id":"%s"}""".formatted(id)));
		assertThat(erased.statusCode()).isEqualTo(200);
		URI gone = URI.create(JSON.readTree(erased.body()).at("/_links/enrol:user/href").stringValue());
		Awaitility.await().until(() -> get(gone).statusCode() == 404);
	}

	private HttpResponse<String> post(InProcessServices services, int number) {
		return send(post(services, "/user/registration", """
				{"username":"User %d","email":"user%d@example.org"}""".formatted(number, number)));
	}

	private static HttpRequest post(InProcessServices services, String path, String json) {
		return HttpRequest.newBuilder(services.commandService().resolve(path))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(json))
			.build();
	}

	private List<JsonNode> users(InProcessServices services) {
		List<JsonNode> users = new ArrayList<>();
		JSON.readTree(get(services.queryService().resolve("/users?size=200")).body())
			.at("/_embedded/users")
			.forEach(users::add);
		return users;
	}

	private HttpResponse<String> get(URI uri) {
		return send(HttpRequest.newBuilder(uri).build());
	}

	private HttpResponse<String> send(HttpRequest request) {
		return this.http.sendAsync(request, BodyHandlers.ofString()).join();
	}

	private static void delete(TestKafka kafka, String topic) throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
			TestTopics.delete(admin, List.of(topic));
		}
	}

	private static String tool(TestKafka kafka, String... arguments) throws Exception {
		return ToolsJar.run(kafka.bootstrapServers(), arguments);
	}

}
