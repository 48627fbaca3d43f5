/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.WholeTopic;
import io.github.enrol.testing.openapi.Conformance;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import static io.github.enrol.command.CommandServiceExtension.awaitReady;
import static io.github.enrol.command.CommandServiceExtension.uri;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Imports whose caller does not wait, with a real broker. Java's client reads nothing
 * before it has sent everything.
 */
class BackgroundImportIntegrationTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final JsonMapper json = new JsonMapper();

	private static final Conformance DESCRIBED = Conformance.of("command-service");

	@RegisterExtension
	private static final CommandServiceExtension main = new CommandServiceExtension("--registration.max-imports=1",
			"--registration.import-max-size=1MB", "--registration.import-idle-timeout=4s");

	@Test
	void fiveThousandUsersAreImportedAfterTheAnswer() throws Exception {
		StringBuilder csv = new StringBuilder("email,username\r\n");
		for (int i = 1; i <= 5000; i++) {
			csv.append(switch (i % 10) {
				case 3 -> "nobody,\"User\n" + i + "\"\r\n";
				case 5 -> "five" + (i - 1) + "@example.com,\"Other \"\"user\"\"\"\r\n";
				default -> "five" + i + "@example.com,User\r\n";
			});
		}
		HttpResponse<String> accepted = post(main.instance(), "five", csv.toString(), "Content-Type", "text/csv",
				"Content-Encoding", "gzip");
		assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
		assertThat(accepted.headers().firstValue("Preference-Applied")).contains("respond-async");
		assertThat(accepted.headers().firstValue("Idempotency-Key")).contains("\"five\"");
		assertThat(accepted.headers().firstValue("Retry-After")).contains("1");
		assertThat(accepted.headers().firstValue("Content-Type")).contains("application/hal+json");
		JsonNode first = json.readTree(accepted.body());
		assertThat(first.path("lines").asInt()).isEqualTo(5501);
		assertThat(accepted.headers().firstValue("Location")).contains(first.at("/_links/self/href").stringValue());
		URI location = URI.create(first.at("/_links/self/href").stringValue());
		JsonNode last = await(location, (status) -> !status.path("state").stringValue().equals("running"));
		assertThat(summary(last)).isEqualTo("completed,1.0,5000,4000,0,500,500,0");
		for (String time : List.of("created_at", "ended_at")) {
			assertThat(last.path(time).stringValue()).matches("[-\\dT:]+(\\.\\d{3})?Z");
		}
		assertThat(events(main.kafka(), "five")).isEqualTo(4000);
		HttpResponse<String> report = get(URI.create(last.at("/_links/enrol:report/href").stringValue()));
		assertThat(report.headers().firstValue("Content-Type")).contains("application/x-ndjson");
		List<JsonNode> lines = report.body().lines().map(json::readTree).toList();
		assertThat(lines).hasSize(1001);
		assertThat(lines.get(0).toString()).startsWith("{\"line\":4,\"status\":400,").contains("/username", "/email");
		assertThat(lines.get(1).toString()).startsWith("{\"line\":7,\"status\":409,");
		assertThat(lines.get(999).path("line").asInt()).isEqualTo(5501 - 5);
		assertThat(lines.get(1000).toString()).startsWith("{\"complete\":true,\"total\":5000,\"registered\":4000,");
		assertKept(location);
		assertThat(send("DELETE", location).statusCode()).isEqualTo(204);
		for (URI gone : List.of(location, report.uri())) {
			assertThat(get(gone).statusCode()).isEqualTo(404);
			assertThat(get(gone).body()).contains("/import-not-found");
		}
		assertThat(directory(main.instance()).resolve(id(location))).doesNotExist();
	}

	/**
	 * An ended import has an entity tag, its body is deleted, and the rest is readable
	 * for the service alone.
	 */
	private static void assertKept(URI location) throws Exception {
		HttpResponse<String> response = get(location);
		assertThat(response.headers().firstValue("Retry-After")).isEmpty();
		assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache, private");
		String tag = response.headers().firstValue("ETag").orElseThrow();
		for (URI uri : List.of(location, URI.create(location + "/report"))) {
			assertThat(get(uri, "If-None-Match", tag).statusCode()).isEqualTo(304);
			assertThat(send("HEAD", uri).statusCode()).isEqualTo(200);
		}
		Path directory = directory(main.instance()).resolve(id(location));
		assertThat(directory.resolve("body")).doesNotExist();
		if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
		}
	}

	@Test
	void theSameImportIsAcceptedOnce() throws Exception {
		URI first = accepted(main.instance(), "same", users("same", 100));
		await(first, (status) -> status.path("state").stringValue().equals("completed"));
		assertThat(accepted(main.instance(), "same", users("same", 100))).isEqualTo(first);
		// Other bytes, another key, no key.
		URI more = accepted(main.instance(), "same", users("same", 101));
		assertThat(summary(await(more, (status) -> status.path("progress").asDouble() == 1)))
			.isEqualTo("completed,1.0,101,1,100,0,0,0");
		assertThat(Stream.of(first, more, accepted(main.instance(), "other", users("same", 100)),
				accepted(main.instance(), null, users("same", 100)),
				accepted(main.instance(), null, users("same", 100))))
			.doesNotHaveDuplicates();
	}

	@Test
	void whatCannotBeReadIsRefusedBeforeItIsAccepted() throws Exception {
		String large = users("large", 20_000);
		assertRefused(413, "payload-too-large", post(main.instance(), "large", large));
		assertRefused(413, "payload-too-large",
				post(main.instance(), "large", large, "Content-Type", "text/csv", "Content-Encoding", "gzip"));
		assertRefused(400, "malformed-request",
				http.send(request(main.instance(), "gzip").header("Content-Type", "application/x-ndjson")
					.header("Content-Encoding", "gzip")
					.POST(BodyPublishers.ofByteArray(List.of(gzip(users("gzip", 100))).get(0), 0, 300))
					.build(), BodyHandlers.ofString()));
		assertRefused(400, "invalid-request",
				post(main.instance(), "csv", "name,email\nAda,ada@example.org\n", "Content-Type", "text/csv"));
		assertRefused(400, "malformed-request",
				http.send(request(main.instance(), "utf16").header("Content-Type", "application/x-ndjson")
					.POST(BodyPublishers.ofString(users("utf", 10), StandardCharsets.UTF_16LE))
					.build(), BodyHandlers.ofString()));
		assertThat(events(main.kafka(), "(large|gzip|csv|utf)")).isZero();
		awaitFree();
	}

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aCallerThatDisconnectsOrSendsTooSlowlyLeavesNothing() throws Exception {
		awaitFree();
		long before = count(directory(main.instance()));
		for (boolean disconnects : List.of(true, false)) {
			try (Socket caller = new Socket("127.0.0.1", uri(main.instance(), "/").getPort())) {
				caller.getOutputStream().write(("""
						POST /user/registrations HTTP/1.1\r
						Host: localhost\r
						Content-Type: application/x-ndjson\r
						Prefer: respond-async\r
						Content-Length: 100000\r
						\r
						""" + users("gone", 10)).getBytes(StandardCharsets.UTF_8));
				Awaitility.await().until(() -> count(directory(main.instance())) == before + 1);
				while (!disconnects && caller.getInputStream().available() == 0) {
					// A byte now and then.
					caller.getOutputStream().write('\n');
					Thread.sleep(100);
				}
				assertThat(disconnects || new String(caller.getInputStream().readNBytes(12), StandardCharsets.US_ASCII)
					.equals("HTTP/1.1 400")).isTrue();
			}
			Awaitility.await().until(() -> count(directory(main.instance())) == before);
			awaitFree();
		}
		assertThat(events(main.kafka(), "gone")).isZero();
	}

	@Test
	void aRemovedImportStopsAndFreesItsPlace() throws Exception {
		try (ConfigurableApplicationContext instance = slow("removed")) {
			URI location = accepted(instance, "removed", users("removed", 2000));
			JsonNode status = await(location, (now) -> now.path("total").asInt() > 0);
			assertThat(status.path("state").stringValue()).isEqualTo("running");
			assertThat(status.path("progress").asDouble()).isStrictlyBetween(0.0, 1.0);
			// The same one needs no place.
			assertRefused(503, "overloaded", post(instance, "second", users("second", 1)));
			assertThat(get(location).headers().firstValue("Retry-After")).contains("1");
			assertThat(send("DELETE", location).statusCode()).isEqualTo(204);
			assertThat(get(location).statusCode()).isEqualTo(404);
			Awaitility.await().until(() -> count(directory(instance)) == 0);
			Awaitility.await()
				.until(() -> post(instance, "second", users("second", 1)).statusCode(), (code) -> code == 202);
			assertThat(events(main.kafka(), "removed")).isBetween(status.path("registered").asLong(), 1999L);
		}
	}

	@Test
	void anImportGoesOnAfterAStopWithoutCountingALineTwice() throws Exception {
		// Some users are taken, so that the report goes on as well.
		String lines = lines(2000,
				(i) -> (i % 7 == 6) ? user("stopped" + (i - 1)).replace("User", "Other") : user("stopped" + i));
		String path;
		try (ConfigurableApplicationContext instance = slow("stopped")) {
			URI location = accepted(instance, "stopped", lines);
			path = location.getPath();
			JsonNode status = await(location, (now) -> now.path("total").asInt() > 0);
			assertThat(gauge(instance, "registration.imports.running")).isEqualTo(1);
			assertThat(gauge(instance, "registration.imports.unfinished")).isEqualTo(1);
			assertThat(gauge(instance, "registration.imports.lines.left")).isPositive()
				.isLessThanOrEqualTo(2000 - status.path("total").asInt());
		}
		try (ConfigurableApplicationContext instance = main.start(main.kafka(), "stopped")) {
			URI location = uri(instance, path);
			assertThat(get(location).body()).contains("\"state\":\"running\"");
			JsonNode end = await(location, (status) -> status.path("state").stringValue().equals("completed"));
			// On a busy machine, lines whose outcome was not known at the stop are
			// repeated.
			int repeated = end.path("repeated").asInt();
			assertThat(summary(end)).isEqualTo("completed,1.0,2000," + (1715 - repeated) + "," + repeated + ",285,0,0");
			assertThat(repeated).isLessThan(200);
			assertThat(gauge(instance, "registration.imports.unfinished")).isZero();
			assertThat(gauge(instance, "registration.imports.lines.left")).isZero();
			assertThat(get(URI.create(location + "/report")).body().lines()).hasSize(286);
		}
		assertThat(events(main.kafka(), "stopped")).isEqualTo(1715);
	}

	/**
	 * A copy of the files at any moment is what a killed process leaves.
	 */
	@Test
	void anImportGoesOnAfterACrash(@TempDir Path directory) throws Exception {
		String path;
		int total;
		try (ConfigurableApplicationContext instance = slow("crashed")) {
			URI location = accepted(instance, "crashed",
					lines(2000, (i) -> (i % 2 == 0) ? "no JSON\n" : user("crashed" + i)));
			path = location.getPath();
			total = await(location, (status) -> status.path("total").asInt() > 0).path("total").asInt();
			copy(directory(instance).resolve(id(location)), directory.resolve(id(location)));
			// Goes on, so that lines after those that the copy knows are decided.
			await(location, (status) -> status.path("total").asInt() > total + 100);
			send("DELETE", location);
		}
		Files.createDirectories(directory.resolve("half-received"));
		Files.writeString(directory.resolve("half-received/body"), users("half", 10));
		try (ConfigurableApplicationContext instance = main.start(main.kafka(), "restarted",
				"--registration.import-directory=" + directory)) {
			assertThat(directory.resolve("half-received")).doesNotExist();
			URI location = uri(instance, path);
			JsonNode last = await(location, (status) -> status.path("state").stringValue().equals("completed"));
			assertThat(last.path("total").asInt()).isEqualTo(2000);
			assertThat(last.path("invalid").asInt()).isEqualTo(1000);
			assertThat(last.path("registered").asInt() + last.path("repeated").asInt()).isEqualTo(1000);
			assertThat(last.path("repeated").asInt()).isBetween(1, 1000 - total / 2);
			assertThat(get(URI.create(location + "/report")).body()
				.lines()
				.map((line) -> json.readTree(line).path("line").asInt())).isEqualTo(
						Stream.concat(IntStream.rangeClosed(0, 999).mapToObj((i) -> 2 * i + 1), Stream.of(0)).toList());
		}
		assertThat(events(main.kafka(), "(crashed|half)")).isEqualTo(1000);
	}

	/**
	 * Starts an instance whose imports take seconds: each command waits 5 ms for others.
	 */
	private static ConfigurableApplicationContext slow(String name) {
		ConfigurableApplicationContext instance = main.start(main.kafka(), name, "--registration.max-imports=1",
				"--registration.import-window=4");
		awaitReady(instance);
		return instance;
	}

	private static URI accepted(ConfigurableApplicationContext instance, String key, String lines) {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
			HttpResponse<String> response = post(instance, key, lines);
			return (response.statusCode() == 202) ? URI.create(response.headers().firstValue("Location").orElse(""))
					: null;
		}, (location) -> location != null);
	}

	private static HttpResponse<String> post(ConfigurableApplicationContext instance, String key, String body,
			String... headers) throws Exception {
		boolean gzip = List.of(headers).contains("gzip");
		HttpRequest.Builder request = request(instance, key)
			.POST(gzip ? BodyPublishers.ofByteArray(gzip(body)) : BodyPublishers.ofString(body));
		return described(request
			.headers((headers.length > 0) ? headers
					: new String[] { "Content-Type", "application/x-ndjson", "Accept", "application/hal+json" })
			.build());
	}

	private static HttpRequest.Builder request(ConfigurableApplicationContext instance, String key) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(instance, "/user/registrations"))
			.header("Prefer", "respond-async, wait=5");
		return (key != null) ? request.header("Idempotency-Key", '"' + key + '"') : request;
	}

	private static HttpResponse<String> get(URI uri, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri);
		return described(((headers.length > 0) ? request.headers(headers) : request).build());
	}

	private static HttpResponse<String> send(String method, URI uri) throws Exception {
		return described(HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build());
	}

	private static HttpResponse<String> described(HttpRequest request) throws Exception {
		HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
		assertThat(DESCRIBED.flaws(response)).isEmpty();
		return response;
	}

	private static JsonNode await(URI location, Predicate<JsonNode> reached) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> json.readTree(get(location).body()), reached::test);
	}

	private static double gauge(ConfigurableApplicationContext instance, String name) {
		return instance.getBean(MeterRegistry.class).get(name).gauge().value();
	}

	private static void awaitFree() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> http
				.send(HttpRequest.newBuilder(uri(main.instance(), "/user/registrations"))
					.header("Content-Type", "application/x-ndjson")
					.POST(BodyPublishers.ofString(""))
					.build(), BodyHandlers.ofString())
				.statusCode(), (status) -> status == HttpURLConnection.HTTP_OK);
	}

	private static void assertRefused(int status, String problem, HttpResponse<String> response) {
		assertThat(response.body()).contains("/problems/" + problem);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
	}

	private static String summary(JsonNode status) {
		return Stream.of("state", "progress", "total", "registered", "repeated", "refused", "invalid", "unknown")
			.map((name) -> status.path(name).asString())
			.collect(Collectors.joining(","));
	}

	private static long events(TestKafka kafka, String prefix) {
		// Events become visible with the next commit.
		long[] before = { -1 };
		return Awaitility.await()
			.pollInterval(Duration.ofMillis(500))
			.until(() -> WholeTopic.read(kafka.bootstrapServers(), UserEvents.TOPIC, new UserEventDeserializer())
				.stream()
				.filter((record) -> record.key().matches(prefix + "\\d+@example.com"))
				.count(), (count) -> {
					boolean still = count == before[0];
					before[0] = count;
					return still;
				});
	}

	private static Path directory(ConfigurableApplicationContext instance) {
		return Path.of(instance.getEnvironment().getRequiredProperty("registration.import-directory"));
	}

	private static String id(URI location) {
		return location.getPath().replaceFirst(".*/", "");
	}

	private static long count(Path directory) throws IOException {
		if (!Files.exists(directory)) {
			return 0;
		}
		try (Stream<Path> imports = Files.list(directory)) {
			return imports.count();
		}
	}

	/**
	 * Copies the state first: what it refers to is written before it.
	 */
	private static void copy(Path stored, Path copy) throws IOException {
		Files.createDirectories(copy);
		for (String file : List.of("import.json", "body", "report.gz")) {
			FileSystemUtils.copyRecursively(stored.resolve(file), copy.resolve(file));
		}
	}

	private static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return compressed.toByteArray();
	}

	private static String users(String prefix, int count) {
		return lines(count, (i) -> user(prefix + i));
	}

	private static String lines(int count, IntFunction<String> line) {
		return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
	}

	private static String user(String name) {
		return "{\"username\": \"User\", \"email\": \"%s@example.com\"}\n".formatted(name);
	}

}
