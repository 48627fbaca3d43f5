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
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.enrol.events.EmailAddress;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What ADR 21 says of an erasure, in the bytes on disk: with short settings and what an
 * operator can do to hurry it, no file of broker, state and database has anything of an
 * erased user, once all are stopped.
 */
@Tag("own-servers")
class ErasedBytesIntegrationTests {

	private static final String NAME = "Zacharias Quibbleworth";

	private static final String EMAIL = "Zacharias.Quibble@Forgotten.Example";

	private static final List<String> TEXTS = List.of(NAME, EMAIL, EmailAddress.of(EMAIL).key());

	private static final Map<String, String> COMPACTED = Map.of("segment.ms", "200", "max.compaction.lag.ms", "1",
			"min.cleanable.dirty.ratio", "0.001", "delete.retention.ms", "0", "file.delete.delay.ms", "0");

	private static final Map<String, String> DELETED = Map.of("segment.ms", "200", "retention.ms", "1",
			"file.delete.delay.ms", "0");

	private final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	private int fillers;

	@Test
	void nothingOfAnErasedUserIsLeftInAnyFile() throws Exception {
		try (Standalone standalone = start()) {
			try (Admin admin = Admin.create(Map.of("bootstrap.servers", standalone.bootstrapServers()))) {
				alter(admin, "user-events", COMPACTED);
				alter(admin, "command-service-registrations-changelog", COMPACTED);
				alter(admin, "user-commands", DELETED);
			}
			JsonNode user = register(standalone, NAME, EMAIL);
			assertThat(status(link(user))).isEqualTo(200);
			assertThat(filesWith(this.directory)).as("before")
				.anyMatch((file) -> file.startsWith("kafka"))
				.anyMatch((file) -> file.startsWith("mariadb"));
			JsonNode erased = post(standalone.services().commandService().resolve("/user/erasure"),
					Map.of("email", EMAIL, "user_id", user.get("user_id").stringValue()));
			assertThat(status(link(erased))).isEqualTo(404);
			Path kafka = this.directory.resolve("kafka");
			await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(500)).until(() -> {
				// The next record closes a segment, and only closed ones are compacted.
				IntStream.range(0, 20).forEach((i) -> fill(standalone));
				return filesWith(kafka).isEmpty();
			});
			overwriteFreeSpace(standalone);
			try (Admin admin = Admin.create(Map.of("bootstrap.servers", standalone.bootstrapServers()))) {
				// A command-service refuses less at its start.
				alter(admin, "user-commands", Map.of("retention.ms", "604800000"));
			}
		}
		assertThat(filesWith(this.directory)).as("after").allMatch((file) -> file.startsWith("streams"));
		FileSystemUtils.deleteRecursively(this.directory.resolve("streams"));
		try (Standalone standalone = start()) {
			// The state is restored: a filler's address is taken.
			assertThat(answer(standalone.services().commandService().resolve("/user/registration"),
					Map.of("username", "Filler", "email", "filler0@example.com"))
				.statusCode()).isEqualTo(409);
		}
		assertThat(filesWith(this.directory)).as("after a restart").isEmpty();
	}

	private Standalone start() {
		Standalone standalone = new Standalone(
				new StandaloneProperties(this.directory, 0, 0, 0, 0, 0, "embedded", "enrol", "enrol", false));
		standalone.prepare();
		standalone.start(new Stages((line) -> {
		}));
		return standalone;
	}

	/**
	 * As docs/operations.md has it for an operator in a hurry.
	 */
	private void overwriteFreeSpace(Standalone standalone) throws Exception {
		URI rebuild = standalone.services().projectorService().resolve("/actuator/rebuild");
		post(rebuild, Map.of());
		await().until(() -> get(rebuild).body().contains("\"DONE\""));
		try (Connection connection = DriverManager.getConnection(standalone.database().jdbcUrl(),
				standalone.database().username(), standalone.database().password());
				Statement statement = connection.createStatement()) {
			statement.execute("SET GLOBAL innodb_log_file_size = 33554432");
		}
	}

	private void fill(Standalone standalone) {
		try {
			register(standalone, "Filler", "filler" + this.fillers++ + "@example.com");
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private JsonNode register(Standalone standalone, String name, String email)
			throws IOException, InterruptedException {
		return post(standalone.services().commandService().resolve("/user/registration"),
				Map.of("username", name, "email", email));
	}

	private static URI link(JsonNode answer) {
		return URI.create(answer.at("/_links/enrol:user/href").stringValue());
	}

	private int status(URI uri) throws IOException, InterruptedException {
		return get(uri).statusCode();
	}

	private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	private JsonNode post(URI uri, Map<String, String> body) throws IOException, InterruptedException {
		HttpResponse<String> response = answer(uri, body);
		assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
		return JsonMapper.shared().readTree(response.body());
	}

	private HttpResponse<String> answer(URI uri, Map<String, String> body) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
			.build(), BodyHandlers.ofString());
	}

	private static void alter(Admin admin, String topic, Map<String, String> settings) throws Exception {
		List<AlterConfigOp> changes = settings.entrySet()
			.stream()
			.map((setting) -> new AlterConfigOp(new ConfigEntry(setting.getKey(), setting.getValue()),
					AlterConfigOp.OpType.SET))
			.toList();
		admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes))
			.all()
			.get();
	}

	/**
	 * Returns the files below a directory that have one of the texts. Some may be deleted
	 * meanwhile.
	 */
	private static List<Path> filesWith(Path directory) throws IOException {
		List<Path> found = new ArrayList<>();
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (attributes.isRegularFile() && contains(file)) {
					found.add(directory.relativize(file));
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException ex) {
				return FileVisitResult.CONTINUE;
			}

		});
		return found;
	}

	private static boolean contains(Path file) throws IOException {
		try {
			// One character for each byte.
			String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
			return TEXTS.stream().anyMatch(bytes::contains);
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

}
