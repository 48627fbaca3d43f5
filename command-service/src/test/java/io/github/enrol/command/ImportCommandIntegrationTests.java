/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import io.github.enrol.embedded.Ports;
import io.github.enrol.events.UserEvents;
import io.github.enrol.importer.ImportCommand;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.JavaCommand;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.WholeTopic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command of the module import-client, with the service itself.
 */
class ImportCommandIntegrationTests {

	private static final JsonMapper json = new JsonMapper();

	// Smaller than a batch: the service reads on only as it writes results.
	@RegisterExtension
	private static final CommandServiceExtension main = new CommandServiceExtension("--registration.import-window=100");

	private static String serviceUrl;

	@TempDir
	private Path directory;

	@BeforeAll
	static void useMain() {
		serviceUrl = CommandServiceExtension.uri(main.instance(), "").toString();
	}

	@Test
	void csvAndItsNdjsonAreTheSameImportWithTheSameKeyAndTheReportHasTheLinesOfEach() throws Exception {
		Path csv = write("users.csv", "username;email;note\nAnn;same1@example.com;\"two\nlines\"\n"
				+ "\"Bob;same2@example.com;\nCy;no address;\n\nDi;same3@example.com;x\n");
		Run first = run(csv.toString(), "--key=mine");
		assertThat(first.status()).isEqualTo(1);
		assertThat(first.words()).contains("4 lines in ", ": 2 registered, 2 not\n",
				"What is not registered: " + csv + ".refused.ndjson");
		List<JsonNode> report = report(csv);
		assertThat(report).extracting((result) -> result.path("line").asInt() + " " + result.path("status").asInt())
			.containsExactly("4 400", "5 400");
		assertThat(report.get(0).at("/problem/detail").asString())
			.isEqualTo("The line has a quotation mark that is not closed.");
		assertThat(report.get(1).at("/problem/errors/0/pointer").asString()).isEqualTo("/email");
		Path ndjson = write("users.ndjson", user("Ann", "same1") + user("Di", "same3"));
		assertThat(run(ndjson.toString(), "--key=mine").words()).contains("2 lines in", ": 2 registered, 0 not\n")
			.doesNotContain("What is not registered");
		assertThat(Path.of(ndjson + ".refused.ndjson")).doesNotExist();
		Run other = run(ndjson.toString(), "--report=-");
		assertThat(other.status()).isEqualTo(1);
		assertThat(other.output().lines()).hasSize(2).allMatch((line) -> line.contains("email-already-registered"));
	}

	@Test
	void goesOnWithAnImportOfTheScriptCompressedOrNot() throws Exception {
		Path file = write("begun.ndjson", user("Ann", "script1") + user("Bob", "script2"));
		ProcessBuilder script = new ProcessBuilder("../import.sh", file.toString()).inheritIO();
		script.environment().put("ENROL_URL", serviceUrl);
		assertThat(script.start().waitFor()).isZero();
		assertThat(run(file.toString()).status()).isZero();
		Path compressed = this.directory.resolve("any name");
		try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
			Files.copy(file, out);
		}
		assertThat(run(compressed.toString()).status()).isZero();
	}

	@Test
	void whatCannotBeImportedIsExplained() throws Exception {
		Path file = write("refused.csv", "username,email\nAnn,refused@example.com\n");
		assertThat(run(file.toString(), "--url=http://127.0.0.1:1"))
			.satisfies((run) -> assertThat(run.status()).isEqualTo(4))
			.satisfies((run) -> assertThat(run.words()).contains("cannot be reached", "No line was read."));
		assertThat(run(file.toString(), "--url=" + serviceUrl + "/nowhere"))
			.satisfies((run) -> assertThat(run.status()).isEqualTo(3))
			.satisfies((run) -> assertThat(run.words()).contains("refuses the import with status 404"));
		for (List<String> arguments : List.<List<String>>of(List.of("missing"), List.of("-"), List.of(),
				List.of("a", "b"), List.of(file.toString(), "--report=" + file),
				List.of(file.toString(), "--email=mail"), List.of(file.toString(), "--encoding=none"),
				List.of(file.toString(), "--kye=x"), List.of(file.toString(), "--report=missing/x"),
				List.of(this.directory.toString()), List.of(write("cut.gz", "\u001F\u008B\b").toString()))) {
			Run run = run(arguments.toArray(String[]::new));
			assertThat(run.status()).as(arguments.toString()).isEqualTo(64);
			assertThat(run.words()).startsWith("import: ").hasLineCount(1);
		}
		assertThat(file).content().isEqualTo("username,email\nAnn,refused@example.com\n");
	}

	@Test
	void aKilledImportIsCompletedByImportingTheFileAgain() throws Exception {
		Path file = write("kill.csv", csv("kill", 0, 10_000));
		Process process = new ProcessBuilder(JavaCommand.of("-cp", System.getProperty("java.class.path"),
				ImportCommand.class.getName(), "-", "--key=kill", "--url=" + serviceUrl))
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			// It waits for the rest of the file.
			process.getOutputStream().write(csv("kill", 0, 5_500).getBytes(StandardCharsets.UTF_8));
			process.getOutputStream().flush();
			Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> events(main.kafka(), "kill").size() >= 2_000);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		Run run = run(file.toString(), "--key=kill");
		assertThat(run.words()).contains("10,000 lines in ", ": 10,000 registered, 0 not\n");
		assertThat(run.status()).isZero();
		assertRegisteredOnce(main.kafka(), "kill", 10_000);
	}

	@Test
	void outagesOfKafkaAndOfTheServiceOnlyDelayAnImport() throws Exception {
		String[] properties = { "--server.port=" + Ports.free(), "--registration.reply-timeout=3s",
				"--registration.import-line-timeout=1s" };
		try (TestKafka own = Backends.newKafka();
				PipedOutputStream file = new PipedOutputStream();
				PipedInputStream input = new PipedInputStream(file, 1024 * 1024)) {
			ConfigurableApplicationContext instance = main.start(own, "outages", properties);
			try {
				CommandServiceExtension.awaitReady(instance);
				String url = CommandServiceExtension.uri(instance, "").toString();
				ByteArrayOutputStream words = new ByteArrayOutputStream();
				CompletableFuture<Integer> status = new CompletableFuture<>();
				new Thread(() -> status
					.complete(ImportCommand.run(new String[] { "-", "--key=outages", "--url=" + url, "--wait=300" },
							Map.of(), input, System.out, new PrintStream(words, true, StandardCharsets.UTF_8))))
					.start();
				file.write(csv("outages", 0, 3_500).getBytes(StandardCharsets.UTF_8));
				file.flush();
				Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> events(own, "outages").size() == 3_000);
				own.stop();
				file.write(csv("outages", 3_500, 5_500).replaceFirst("^.*\n", "").getBytes(StandardCharsets.UTF_8));
				file.flush();
				awaitWords(words, "Waiting: ");
				own.start();
				Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> events(own, "outages").size() == 5_000);
				instance.close();
				file.write(csv("outages", 5_500, 10_000).replaceFirst("^.*\n", "").getBytes(StandardCharsets.UTF_8));
				file.close();
				awaitWords(words, "Waiting: the service cannot be reached");
				instance = main.start(own, "outages", properties);
				assertThat(status.get()).isZero();
				assertThat(words.toString(StandardCharsets.UTF_8)).contains(": 10,000 registered, 0 not\n");
				assertRegisteredOnce(own, "outages", 10_000);
			}
			finally {
				instance.close();
			}
		}
	}

	private static void awaitWords(ByteArrayOutputStream words, String expected) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(5))
			.until(() -> words.toString(StandardCharsets.UTF_8).contains(expected));
	}

	private static void assertRegisteredOnce(TestKafka kafka, String prefix, int count) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(5))
			.untilAsserted(() -> assertThat(events(kafka, prefix)).hasSize(count).doesNotHaveDuplicates());
	}

	private static List<String> events(TestKafka kafka, String prefix) {
		return WholeTopic.read(kafka.bootstrapServers(), UserEvents.TOPIC, new ByteArrayDeserializer())
			.stream()
			.map((record) -> record.key())
			.filter((key) -> key.startsWith(prefix))
			.toList();
	}

	private Path write(String name, String content) throws IOException {
		return Files.write(this.directory.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static List<JsonNode> report(Path file) throws IOException {
		return Files.readAllLines(Path.of(file + ".refused.ndjson")).stream().map(json::readTree).toList();
	}

	private static Run run(String... arguments) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		ByteArrayOutputStream words = new ByteArrayOutputStream();
		InputStream nothing = new ByteArrayInputStream(new byte[0]);
		int status = ImportCommand.run(arguments, Map.of("ENROL_URL", serviceUrl), nothing,
				new PrintStream(output, true, StandardCharsets.UTF_8),
				new PrintStream(words, true, StandardCharsets.UTF_8));
		return new Run(status, output.toString(StandardCharsets.UTF_8), words.toString(StandardCharsets.UTF_8));
	}

	private static String user(String name, String address) {
		return "{\"username\":\"%s\",\"email\":\"%s@example.com\"}\n".formatted(name, address);
	}

	private static String csv(String prefix, int from, int to) {
		return IntStream.range(from, to)
			.mapToObj((i) -> "User %2$d,%1$s%2$d@example.com\n".formatted(prefix, i))
			.collect(Collectors.joining("", "username,email\n", ""));
	}

	private record Run(int status, String output, String words) {
	}

}
