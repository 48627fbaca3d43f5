/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.WholeTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static io.github.enrol.command.CommandServiceExtension.awaitReady;
import static io.github.enrol.command.CommandServiceExtension.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Imports with a real broker.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationImportIntegrationTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static ExecutorService executor;

	@RegisterExtension
	private static final CommandServiceExtension main = new CommandServiceExtension("--registration.max-imports=1",
			"--registration.import-window=100", "--server.tomcat.connection-timeout=3s",
			"--registration.import-idle-timeout=4s");

	private static TestKafka kafka;

	private static ConfigurableApplicationContext service;

	@BeforeAll
	static void useMain() {
		kafka = main.kafka();
		service = main.instance();
		// Not with the class, which has them again when a failed test is repeated.
		executor = Executors.newCachedThreadPool();
	}

	@AfterAll
	static void stop() {
		executor.shutdownNow();
	}

	@Test
	void eachLineIsAnsweredInItsPlaceAndWhatIsRegisteredIsInTheLog() throws Exception {
		StringBuilder lines = new StringBuilder();
		for (int i = 1; i <= 2000; i++) {
			lines.append(switch (i % 10) {
				case 3 -> "\n";
				case 5 -> "{\"username\": \"no address\"}\n";
				case 6 -> "no JSON\n";
				case 7 -> user("order" + (i - 1));
				case 8 -> user("order" + (i - 7));
				default -> user("order" + i);
			});
		}
		List<JsonNode> results = send("order", lines.toString());
		assertThat(results).hasSize(1801);
		int line = 0;
		for (JsonNode result : results.subList(0, 1800)) {
			line += (line % 10 == 2) ? 2 : 1;
			assertThat(result.path("line").asInt()).isEqualTo(line);
			assertThat(result.path("status").asInt()).isEqualTo((line % 10 == 5 || line % 10 == 6) ? 400 : 201);
			if (line % 10 == 8) {
				// An exact copy of the line seven above.
				assertThat(result.path("user_id")).isEqualTo(results.get((line - 7) * 9 / 10).path("user_id"));
			}
		}
		assertThat(summary(results)).isEqualTo("true,1800,1200,200,0,400,0");
		Map<String, String> events = awaitEvents("order", 1200);
		assertThat(results.get(0).path("user_id").asString()).isEqualTo(events.get("order1@example.com"));
		assertThat(results.get(0).path("location").asString())
			.contains("/users/" + events.get("order1@example.com") + "?at=");
	}

	@Test
	void aRepeatedImportGetsTheFirstAnswersAndRegistersTheRest() throws Exception {
		String all = users("again", 500);
		String half = users("again", 250);
		List<String> first = userIds(send("again", half));
		List<JsonNode> second = send("again", all);
		assertThat(summary(second)).isEqualTo("true,500,250,250,0,0,0");
		assertThat(userIds(second).subList(0, 250)).isEqualTo(first);
		String tail = all.substring(all.length() - all.length() / 3).replaceFirst("^[^\\n]*\\n", "");
		List<String> third = userIds(send("again", tail));
		assertThat(third).isEqualTo(userIds(second).subList(500 - third.size(), 500));
		// Another name for the same address, or another import.
		assertThat(summary(send("again", all.replace("User", "Other")))).isEqualTo("true,500,0,0,500,0,0");
		assertThat(summary(send("other", all))).isEqualTo("true,500,0,0,500,0,0");
		awaitEvents("again", 500);
	}

	@Test
	void eachAddressIsRegisteredOnceByImportsAndSingleRequestsTogether() throws Exception {
		Future<List<JsonNode>> imported = executor.submit(() -> send("race", users("race", 300)));
		List<CompletableFuture<HttpResponse<String>>> singles = IntStream.range(0, 300)
			.mapToObj((i) -> untilDecided(single(user("race" + i), "Idempotency-Key", "\"race" + i + "\""), 20)
				.orTimeout(2, TimeUnit.MINUTES))
			.toList();
		List<JsonNode> results = imported.get();
		Map<String, String> events = awaitEvents("race", 300);
		for (int i = 0; i < 300; i++) {
			HttpResponse<String> single = singles.get(i).join();
			assertThat(Set.of(single.statusCode(), results.get(i).path("status").asInt())).isEqualTo(Set.of(201, 409));
			String winner = (single.statusCode() == 201) ? single.body() : results.get(i).toString();
			assertThat(winner).contains(events.get("race" + i + "@example.com"));
		}
	}

	/**
	 * Java's client reads nothing before it has sent everything. The refusals here are
	 * longer than what the buffers between both hold.
	 */
	@Test
	void aClientThatReadsOnlyAtTheEndIsToldWhatWasNotRegistered() throws Exception {
		List<Path> before = heldBack();
		HttpResponse<String> registered = sendMinimal("minimal", users("minimal", 500));
		assertThat(registered.headers().firstValue("Preference-Applied")).contains("return=minimal");
		assertThat(registered.body().lines()).hasSize(1)
			.first()
			.asString()
			.startsWith("{\"complete\":true,\"total\":500,\"registered\":500,");
		// The place is free shortly after the end of the response.
		awaitFree();
		HttpResponse<String> refused = sendMinimal("other", users("minimal", 500).repeat(40));
		List<String> results = refused.body().lines().toList();
		assertThat(results).hasSize(20_001);
		assertThat(results.get(19_999)).startsWith("{\"line\":20000,\"status\":409,");
		assertThat(results.get(20_000)).startsWith("{\"complete\":true,\"total\":20000,").contains("\"refused\":20000");
		assertThat(before).containsAll(heldBack());
	}

	private static List<Path> heldBack() throws IOException {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter((file) -> file.getFileName().toString().startsWith("import-results-")).toList();
		}
	}

	private static HttpResponse<String> sendMinimal(String key, String lines) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri(service, "/user/registrations"))
				.header("Content-Type", "application/jsonl")
				.header("Idempotency-Key", '"' + key + '"')
				.header("Prefer", "wait=10, return=\"minimal\"; x=1")
				.POST(BodyPublishers.ofString(lines))
				.build(), BodyHandlers.ofString());
	}

	@Test
	void aCallerCanWaitForEachResult() throws Exception {
		try (ImportClient client = client(service, "dialogue", user("dialogue1"))) {
			for (int i = 1; i <= 20; i++) {
				assertThat(client.result().path("line").asInt()).isEqualTo(i);
				if (i < 20) {
					client.send(user("dialogue" + (i + 1)));
				}
			}
			assertThat(summary(client.end().results())).isEqualTo("true,20,20,0,0,0,0");
		}
	}

	@Test
	void aSecondImportIsRefusedWhereOneIsAllowedAndSinglesAreNot() throws Exception {
		try (ImportClient client = client(service, "one", user("one"))) {
			assertThat(client.result().path("line").asInt()).isEqualTo(1);
			HttpResponse<String> second = http.send(small(), BodyHandlers.ofString());
			assertThat(second.statusCode()).isEqualTo(503);
			assertThat(second.body()).contains("/overloaded");
			assertThat(second.headers().firstValue("Retry-After")).contains("5");
			assertThat(http.send(single(user("beside")), BodyHandlers.ofString()).statusCode()).isEqualTo(201);
			assertThat(client.end().results()).hasSize(1);
		}
		awaitFree();
	}

	@Test
	void aCallerThatDoesNotReadIsNotReadFromAndLosesItsPlace(CapturedOutput output) throws Exception {
		// 100 MB of lines, and 40 MB of unread results.
		String thousand = "{\"x\":\"" + "x".repeat(990) + "\"}\n";
		AtomicInteger taken = new AtomicInteger();
		try (ImportClient client = client(service, "deaf", thousand)) {
			Future<?> sending = executor.submit(() -> {
				for (int i = 0; i < 100_000; i++) {
					client.send(thousand);
					taken.incrementAndGet();
				}
				return null;
			});
			// The service gives up, and the connection breaks.
			assertThatThrownBy(sending::get).hasCauseInstanceOf(IOException.class);
		}
		assertThat(taken).hasValueLessThan(60_000);
		awaitFree();
		assertThat(output).doesNotContain("ERROR");
	}

	@Test
	void aSlowReaderGetsEverything() throws Exception {
		String thousand = "{\"x\":\"" + "x".repeat(990) + "\"}\n";
		AtomicInteger taken = new AtomicInteger();
		try (ConfigurableApplicationContext instance = start(kafka, "late", "--registration.import-window=100",
				"--server.tomcat.connection-timeout=60s", "--registration.import-idle-timeout=60s");
				ImportClient client = client(instance, "late", thousand)) {
			Future<?> sending = executor.submit(() -> {
				for (int i = 1; i < 50_000; i++) {
					client.send(thousand);
					taken.incrementAndGet();
				}
				return client.end();
			});
			AtomicInteger before = new AtomicInteger(-1);
			Awaitility.await()
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> taken.get() == before.getAndSet(taken.get()));
			assertThat(taken).hasValueLessThan(50_000);
			assertThat(summary(client.results())).isEqualTo("true,50000,0,0,0,50000,0");
			sending.get();
		}
	}

	@Test
	void anIdleSenderGetsItsResultsAndAnEarlyEnd(CapturedOutput output) throws Exception {
		try (ImportClient client = client(service, "silent", user("silent1") + "{\"username\": \"Us")) {
			List<JsonNode> results = client.results();
			assertThat(results.get(0).path("status").asInt()).isEqualTo(201);
			assertThat(summary(results)).isEqualTo("false,1,1,0,0,0,0");
		}
		awaitFree();
		assertThat(output).doesNotContain("ERROR");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", " ", "x" })
	void bytesThatCompleteNoLineDoNotHoldAPlaceForEver(String bytes) throws Exception {
		try (ImportClient client = client(service, "drip", user("drip1"))) {
			assertThat(client.result().path("line").asInt()).isEqualTo(1);
			Future<?> sending = executor.submit(() -> {
				while (true) {
					client.send(bytes);
					Thread.sleep(100);
				}
			});
			assertThat(summary(client.results())).startsWith("false,1,");
			// While the caller still sends, not after it stops.
			awaitFree();
			assertThat(sending).isNotDone();
			sending.cancel(true);
		}
	}

	@Test
	void aDisconnectFreesThePlaceAndSentLinesAreRegistered(CapturedOutput output) throws Exception {
		try (ImportClient client = client(service, "gone", users("gone", 90) + "{\"username\": \"cut off\"")) {
			// Disconnect abruptly, with results unread.
		}
		awaitFree();
		List<JsonNode> again = send("gone", users("gone", 200));
		assertThat(again.get(200).path("complete").asBoolean()).isTrue();
		assertThat(again.get(200).path("registered").asInt() + again.get(200).path("repeated").asInt()).isEqualTo(200);
		awaitEvents("gone", 200);
		assertThat(output).doesNotContain("ERROR", "@example.com");
	}

	@Test
	void aShortKafkaOutageOnlyDelaysResults() throws Exception {
		try (TestKafka own = Backends.newKafka();
				ConfigurableApplicationContext instance = start(own, "outage", "--registration.reply-timeout=2s",
						"--registration.import-line-timeout=120s", "--server.tomcat.connection-timeout=60s",
						"--registration.import-idle-timeout=60s")) {
			awaitReady(instance);
			try (ImportClient client = client(instance, "outage", users("outage", 100))) {
				List<JsonNode> results = new ArrayList<>(client.results(100));
				own.stop();
				client.send(users("outage", 100, 300));
				own.start();
				client.send(users("outage", 300, 400));
				results.addAll(client.end().results());
				assertThat(summary(results)).isEqualTo("true,400,400,0,0,0,0");
				Map<String, String> events = awaitEvents(own, "outage", 400);
				for (int i = 0; i < 400; i++) {
					assertThat(results.get(i).path("user_id").asString())
						.isEqualTo(events.get("outage" + i + "@example.com"));
				}
			}
		}
	}

	@Test
	void aLongKafkaOutageEndsTheImportAndARepetitionCompletesIt(CapturedOutput output) throws Exception {
		try (TestKafka own = Backends.newKafka();
				ConfigurableApplicationContext instance = start(own, "end", "--registration.reply-timeout=1s",
						"--registration.import-line-timeout=1s", "--registration.import-window=500",
						"--server.tomcat.connection-timeout=60s", "--registration.import-idle-timeout=60s")) {
			awaitReady(instance);
			List<String> first;
			try (ImportClient client = client(instance, "end", users("end", 100))) {
				first = userIds(client.results(100));
				own.stop();
				client.send(users("end", 100, 200));
				List<JsonNode> rest = client.end().results();
				assertThat(rest).hasSizeBetween(2, 101);
				assertThat(rest.subList(0, rest.size() - 1)).allSatisfy((result) -> {
					assertThat(result.path("status").asInt()).isEqualTo(503);
					assertThat(result.path("problem").path("type").asString()).endsWith("/outcome-unknown");
				});
				JsonNode last = rest.get(rest.size() - 1);
				assertThat(last.path("complete").asBoolean(true)).isFalse();
				assertThat(last.path("registered").asInt()).isEqualTo(100);
				assertThat(last.path("unknown").asInt()).isEqualTo(rest.size() - 1);
				assertThat(last.path("problem").path("idempotency_key").asString()).isEqualTo("end");
			}
			Awaitility.await()
				.untilAsserted(() -> assertThat(http
					.send(HttpRequest.newBuilder(uri(instance, "/user/registrations"))
						.header("Content-Type", "application/x-ndjson")
						.POST(BodyPublishers.ofString(""))
						.build(), BodyHandlers.ofString())
					.body()).contains("/service-unavailable"));
			own.start();
			awaitReady(instance);
			// One second may be too short for a partition to come back: then retry.
			List<JsonNode> again = Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
				try (ImportClient client = client(instance, "end", users("end", 200))) {
					return client.end().results();
				}
			}, (results) -> results.get(results.size() - 1).path("complete").asBoolean());
			assertThat(userIds(again).subList(0, 100)).isEqualTo(first);
			awaitEvents(own, "end", 200);
			assertThat(output).doesNotContain("@example.com", "Reply timed out");
			// Not one line per command.
			assertThat(output.getAll().split("Commands cannot be sent")).hasSizeLessThan(20);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aStopOfTheServiceEndsTheImport(boolean sending) throws Exception {
		ConfigurableApplicationContext instance = start(kafka, "stop");
		awaitReady(instance);
		String prefix = "stop" + sending;
		try (ImportClient client = client(instance, prefix, users(prefix, 10))) {
			assertThat(client.results(10)).hasSize(10);
			Future<?> closing = executor.submit(instance::close);
			if (sending) {
				// Ends with the connection.
				executor.submit(() -> {
					for (int i = 10;; i++) {
						client.send(user(prefix + i));
					}
				});
			}
			List<JsonNode> rest = client.results();
			JsonNode last = rest.get(rest.size() - 1);
			assertThat(last.path("complete").asBoolean(true)).isFalse();
			assertThat(last.path("problem").path("type").asString()).endsWith("/service-unavailable");
			assertThat(last.path("registered").asInt()).isEqualTo(last.path("total").asInt());
			client.close();
			closing.get();
		}
	}

	private static ConfigurableApplicationContext start(TestKafka kafka, String instance, String... more) {
		return main.start(kafka, instance, more);
	}

	private static ImportClient client(ConfigurableApplicationContext instance, String key, String lines) {
		// The previous import's place may not be free yet.
		return Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.until(() -> new ImportClient(uri(instance, "/user/registrations"), key, lines), (client) -> true);
	}

	private static void awaitFree() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(http.send(small(), BodyHandlers.ofString()).statusCode()).isEqualTo(200));
	}

	private static HttpRequest small() {
		return HttpRequest.newBuilder(uri(service, "/user/registrations"))
			.header("Content-Type", "application/x-ndjson")
			.POST(BodyPublishers.ofString(""))
			.build();
	}

	private static HttpRequest single(String user, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(service, "/user/registration"))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(user));
		return ((headers.length > 0) ? request.headers(headers) : request).build();
	}

	/**
	 * A busy machine may answer 503 first, and the service closes a connection on which
	 * nothing comes for 3 s.
	 */
	private static CompletableFuture<HttpResponse<String>> untilDecided(HttpRequest request, int attempts) {
		CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, BodyHandlers.ofString());
		return (attempts == 1) ? answer
				: answer.handle((response, failure) -> (failure != null || response.statusCode() == 503)
						? untilDecided(request, attempts - 1) : answer)
					.thenCompose(Function.identity());
	}

	/**
	 * Returns the results of an import that sends and reads concurrently.
	 */
	private static List<JsonNode> send(String key, String lines) throws Exception {
		int second = lines.indexOf('\n') + 1;
		try (ImportClient client = client(service, key, lines.substring(0, second))) {
			Future<?> sending = executor.submit(() -> client.send(lines.substring(second)).end());
			List<JsonNode> results = client.results();
			sending.get();
			return results;
		}
	}

	private static String users(String prefix, int count) {
		return users(prefix, 0, count);
	}

	private static String users(String prefix, int from, int to) {
		return lines(from, to, (i) -> user(prefix + i));
	}

	private static String lines(int from, int to, IntFunction<String> line) {
		return IntStream.range(from, to).mapToObj(line).collect(Collectors.joining());
	}

	private static String user(String name) {
		return "{\"username\": \"User %1$s\", \"email\": \"%1$s@example.com\"}\n".formatted(name);
	}

	private static List<String> userIds(List<JsonNode> results) {
		return results.stream()
			.filter((result) -> result.has("line"))
			.map((result) -> result.path("user_id").stringValue())
			.toList();
	}

	private static String summary(List<JsonNode> results) {
		JsonNode last = results.get(results.size() - 1);
		return List.of("complete", "total", "registered", "repeated", "refused", "invalid", "unknown")
			.stream()
			.map((name) -> last.path(name).asString())
			.collect(Collectors.joining(","));
	}

	private static Map<String, String> awaitEvents(String prefix, int count) {
		return awaitEvents(kafka, prefix, count);
	}

	/**
	 * Returns the users by address, each of which has one event.
	 */
	private static Map<String, String> awaitEvents(TestKafka broker, String prefix, int count) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> WholeTopic.read(broker.bootstrapServers(), UserEvents.TOPIC, new UserEventDeserializer())
				.stream()
				.filter((record) -> record.key().matches(prefix + "\\d+@example.com"))
				.collect(Collectors.toMap((record) -> record.key(), (record) -> record.value().userId())),
					(events) -> events.size() == count);
	}

}
