/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.enrol.embedded.Ports;
import io.github.enrol.system.UserApi.Answer;
import io.github.enrol.testing.Account;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import io.github.enrol.testing.TestKafka;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user does with the system, from the first registration to a restart of the whole
 * system.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JourneyIntegrationTests {

	/** What the names and addresses of this test have, and no other text. */
	private static final String[] PERSONAL = { "xample.com", "EXAMPLE.com", "Zo\u00eb", "racer", "Retry", "Retried",
			"Late", "nobody", "no event" };

	@TempDir
	private static Path stateDirectory;

	private static TestKafka kafka;

	private static Schema schema;

	private static List<ServiceProcess> services;

	private static UserApi api;

	@BeforeAll
	static void start() throws IOException {
		kafka = Backends.newKafka();
		schema = Backends.database().createSchema();
		Map<String, String> broker = Map.of("spring.kafka.bootstrap-servers", kafka.bootstrapServers());
		Map<String, String> logging = Map.of("logging.structured.format.console", "ecs", "spring.main.banner-mode",
				"off");
		List<Integer> ports = IntStream.range(0, 3).mapToObj((i) -> Ports.free()).toList();
		ServiceProcess query = ServiceProcess.start("query-service", "journey-query", ports.get(0),
				ServiceProcess.merge(logging, Account.ofQueryService(schema.jdbcUrl()),
						Map.of("query.command-service-url", "http://127.0.0.1:" + ports.get(1))));
		ServiceProcess command = ServiceProcess.start("command-service", "journey-command", ports.get(1),
				ServiceProcess.merge(logging, broker,
						Map.of("registration.query-service-url", "http://127.0.0.1:" + ports.get(0),
								"registration.partitions", "4", "registration.replication-factor", "1",
								"spring.kafka.streams.state-dir", stateDirectory.toString())));
		ServiceProcess projector = ServiceProcess.start("projector-service", "journey-projector", ports.get(2),
				ServiceProcess.merge(logging, Account.ofProjector(schema.jdbcUrl()), broker,
						Map.of("projection.replication-factor", "1")));
		services = List.of(command, projector, query);
		services.forEach(ServiceProcess::awaitReady);
		api = new UserApi(command.uri("/user/registration"), query.uri("/users"));
	}

	@AfterAll
	static void stop() {
		services.forEach(ServiceProcess::close);
		kafka.close();
	}

	@Test
	@Order(1)
	void atFirstThereAreNoUsers() {
		Answer users = api.users("");
		assertThat(users.status()).isEqualTo(200);
		assertThat(users.body().get("total").intValue()).isZero();
		assertThat(users.body().at("/_embedded/users").isArray()).isTrue();
	}

	@Test
	@Order(2)
	void aRegisteredUserIsFound() {
		Answer registered = api.register("Zoë", "Zoe@Example.com", null).join();
		assertThat(registered.status()).isEqualTo(201);
		assertThat(registered.link("enrol:user")).isEqualTo(registered.location());
		Answer user = api.get(registered.location());
		assertThat(user.status()).isEqualTo(200);
		assertThat(user.body().get("id").stringValue()).isEqualTo(registered.userId());
		assertThat(user.body().get("name").stringValue()).isEqualTo("Zoë");
		assertThat(user.body().get("email").stringValue()).isEqualTo("Zoe@Example.com");
		assertThat(api.get(user.link("self")).body().get("id")).isEqualTo(user.body().get("id"));
		assertThat(api.users("?email=ZOE@example.com").body().at("/_embedded/users/0/id"))
			.isEqualTo(user.body().get("id"));
	}

	@Test
	@Order(3)
	void theSameAddressDoesNotRegisterTwice() {
		Answer again = api.register("Other", " zoe@EXAMPLE.com ", null).join();
		assertThat(again.status()).isEqualTo(409);
		assertThat(again.body().get("type").stringValue()).endsWith("/problems/email-already-registered");
	}

	@Test
	@Order(4)
	void oneOfFiftyConcurrentRequestsWins() {
		List<Answer> answers = all(
				IntStream.range(0, 50).mapToObj((i) -> api.register("racer " + i, "race@example.com", null)).toList());
		assertThat(answers).filteredOn((answer) -> answer.status() == 201).hasSize(1);
		assertThat(answers).filteredOn((answer) -> answer.status() == 409).hasSize(49);
	}

	@Test
	@Order(5)
	void aRetryGetsTheFirstAnswer() {
		Answer first = api.register("Retry", "retry@example.com", "key-1").join();
		Answer again = api.register("Retry", "retry@example.com", "key-1").join();
		assertThat(again.status()).isEqualTo(201);
		assertThat(again.body()).isEqualTo(first.body());
		assertThat(api.register("Retried", "retry@example.com", "key-1").join().status()).isEqualTo(422);
	}

	@Test
	@Order(6)
	void everyUserIsOnExactlyOnePage() {
		List<Answer> answers = all(IntStream.range(0, 247)
			.mapToObj((i) -> api.register("user " + i, "user" + i + "@example.com", null))
			.toList());
		answers.forEach((answer) -> assertThat(api.get(answer.location()).status()).isEqualTo(200));
		List<JsonNode> users = api.allUsers(20);
		Set<String> ids = users.stream().map((user) -> user.get("id").stringValue()).collect(Collectors.toSet());
		assertThat(users).hasSize(250);
		assertThat(ids).hasSize(250).containsAll(answers.stream().map(Answer::userId).toList());
		assertThat(users).isSortedAccordingTo((a, b) -> b.get("id").stringValue().compareTo(a.get("id").stringValue()));
		assertThat(api.users("").body().get("total").intValue()).isEqualTo(250);
	}

	@Test
	@Order(7)
	void aRestartChangesNothing() {
		Set<JsonNode> before = new HashSet<>(api.allUsers(200));
		services.forEach((service) -> assertThat(service.terminate()).isLessThan(Duration.ofSeconds(10)));
		services.forEach(ServiceProcess::restart);
		services.forEach(ServiceProcess::awaitReady);
		assertThat(new HashSet<>(api.allUsers(200))).isEqualTo(before);
		assertThat(api.register("Again", "zoe@example.com", null).join().status()).isEqualTo(409);
		assertThat(api.register("Retry", "retry@example.com", "key-1").join().status()).isEqualTo(201);
		Answer after = api.register("After", "after@example.com", null).join();
		assertThat(api.get(after.location()).status()).isEqualTo(200);
		assertThat(api.users("").body().get("total").intValue()).isEqualTo(251);
	}

	@Test
	@Order(8)
	void theContentsOfAJarAreNotListed() {
		services.forEach((service) -> {
			assertThat(api.get(service.uri("/actuator/health")).status()).isEqualTo(200);
			assertThat(api.get(service.uri("/actuator/sbom")).status()).isEqualTo(404);
		});
	}

	/** The procedures of docs/operations.md, with the jar that it names. */
	@Test
	@Order(9)
	void whatCannotBeProcessedIsFoundAndReplayed() throws Exception {
		Tools tools = new Tools(kafka.bootstrapServers());
		String projector = services.get(1).uri("/").toString();
		String origin;
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			producer.send(new ProducerRecord<>("user-events", "nobody", "no event")).get();
			origin = position(producer
				.send(new ProducerRecord<>("user-commands", "Late@example.com",
						"""
								{"command_id":"1","username":"Late","email":"late@example.com","user_id":"01KAS3T8R5Y9M2V7QX4ZB6N1CD",\
								"registered_at":"2026-01-01T00:00:00.000Z"}"""))
				.get());
		}
		String event = tools.await("ce_type is missing", "dead-letters");
		assertThat(event).startsWith("user-events.dlt 0 0 ");
		assertThat(tools.run("replay", "user-events.dlt", "0", "0", "--projector", projector))
			.contains("answers 409: The event cannot be applied: the header ce_type is missing.");
		String[] command = tools.await("from " + origin + ": the key must be", "dead-letters").split(" ");
		assertThat(tools.run("replay", command[0], command[1], command[2]))
			.endsWith(": it registered the user 01KAS3T8R5Y9M2V7QX4ZB6N1CD.\n");
		assertThat(tools.await("\"key\":\"late@example.com\"", "consume", "--json"))
			.contains("\"ce_type\":\"io.github.enrol.user-registered.v1\"");
		assertThat(tools.run("topics")).contains("command-service-registrations-changelog: 4 partitions\n",
				"Commands to be decided: 0\n");
	}

	@Test
	@Order(10)
	void oddRequestsAreRefused() throws Exception {
		for (ServiceProcess service : services) {
			List<String> answers = OddRequests.sendAll(service.uri("/"));
			assertThat(answers).filteredOn((answer) -> answer.startsWith("HTTP/1.1 4")).hasSizeGreaterThan(100);
			assertThat(answers).noneMatch((answer) -> answer.startsWith("HTTP/1.1 500"));
		}
	}

	/** With registrations in flight, and with what databases quote in their messages. */
	@Test
	@Order(11)
	void faultsPass() throws Exception {
		try (Connection database = DriverManager.getConnection(schema.jdbcUrl(), schema.username(), schema.password());
				Statement statement = database.createStatement()) {
			statement
				.execute("UPDATE users SET email_key = 'quoted@example.com' WHERE email_key = 'after@example.com'");
			assertThat(api.register("racer", "quoted@example.com", null).join().status()).isEqualTo(201);
			statement.execute("RENAME TABLE users TO users_gone");
			List<CompletableFuture<Answer>> answers = IntStream.range(0, 50)
				.mapToObj((i) -> api.register("racer " + i, "fault" + i + "@example.com", null))
				.toList();
			kafka.stop();
			answers.forEach((answer) -> assertThat(answer.join().status()).isIn(201, 503));
			assertThat(api.register("racer", "stopped@example.com", null).join().status()).isEqualTo(503);
			assertThat(api.users("?email=fault1@example.com").status()).isIn(500, 503);
			kafka.start();
			statement.execute("RENAME TABLE users_gone TO users");
		}
		services.forEach(ServiceProcess::awaitReady);
		Answer after = Awaitility.await()
			.until(() -> api.register("Retried", "afterwards@example.com", "key-2").join(),
					(answer) -> answer.status() == 201);
		Awaitility.await().until(() -> api.get(after.location()).status() == 200);
	}

	/**
	 * Neither the log of all this, in JSON, nor metrics and states have names or
	 * addresses.
	 */
	@Test
	@Order(12)
	void logsAndMetricsHaveNoPersonalData() throws Exception {
		List<JsonNode> lines = new ArrayList<>();
		for (ServiceProcess service : services) {
			for (String line : Files.readAllLines(service.output())) {
				assertThat(line).doesNotContain(PERSONAL);
				// The JVM's own warnings about libraries, from JDK 24 on.
				if (!line.startsWith("WARNING: ")) {
					lines.add(new JsonMapper().readTree(line));
				}
			}
			HttpResponse<String> metrics = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(service.uri("/actuator/prometheus")).build(), BodyHandlers.ofString());
			assertThat(metrics.body()).contains("http_server_requests_seconds").doesNotContain(PERSONAL);
			for (String path : List.of("/status", "/actuator/health", "/actuator/metrics/http.server.requests")) {
				assertThat(api.get(service.uri(path)).body().toString()).doesNotContain(PERSONAL);
			}
		}
		assertThat(lines).extracting((line) -> line.at("/service/name").asString())
			.contains("command-service", "projector-service", "query-service");
		assertThat(lines).filteredOn((line) -> line.path("message").asString().contains("dead letter"))
			.isNotEmpty()
			.allSatisfy((line) -> assertThat(line.get("partition").isInt() && line.get("offset").isInt()).isTrue());
		assertThat(lines).filteredOn((line) -> line.path("topic").asString().equals("user-events")).isNotEmpty();
	}

	private static String position(RecordMetadata record) {
		return record.topic() + " " + record.partition() + " " + record.offset();
	}

	private static List<Answer> all(List<CompletableFuture<Answer>> answers) {
		return answers.stream().map(CompletableFuture::join).toList();
	}

}
