/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.documents;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.github.enrol.embedded.Ports;
import io.github.enrol.standalone.StandaloneApplication;
import io.github.enrol.testing.JavaCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The commands of all documents, typed in their order while a new standalone runs. Needs
 * bash and curl. {@code target/documents} then has the documents with the outputs of this
 * run: to renew a document, copy it from there.
 */
@Tag("own-servers")
class DocumentsIntegrationTests {

	private static final Path RENEWED = Path.of("target", "documents");

	private static final Path PICTURE = Document.ROOT.resolve("docs/standalone.svg");

	private static final Map<String, Integer> DOCUMENTED_PORTS = Map.of("command-service", 8081, "query-service", 8082,
			"projector-service", 8083, "kafka", 19092, "database", 13306);

	private static final Placeholders PLACEHOLDERS = new Placeholders();

	@TempDir
	static Path directory;

	private static Process standalone;

	@BeforeAll
	static void start() throws IOException {
		List<String> command = JavaCommand.of("-cp", System.getProperty("java.class.path"),
				StandaloneApplication.class.getName(), "--enrol.data-directory=" + data());
		DOCUMENTED_PORTS.forEach((name, documented) -> {
			int port = Ports.free();
			command.add("--enrol." + name + "-port=" + port);
			PLACEHOLDERS.bind(address(documented), address(port));
		});
		standalone = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile()).start();
		await().atMost(5, TimeUnit.MINUTES)
			.until(() -> !standalone.isAlive() || Files.readString(output()).contains("Ctrl-C stops it"));
		assertThat(standalone.isAlive()).as(Files.readString(output())).isTrue();
	}

	@AfterAll
	static void stop() throws InterruptedException {
		standalone.destroy();
		standalone.waitFor(20, TimeUnit.SECONDS);
		standalone.destroyForcibly();
	}

	@Test
	void thePictureShowsTheStart() throws IOException {
		List<String> output = Files.readAllLines(output());
		List<String> lines = Pattern.compile("<text [^>]*>([^<]*)</text>")
			.matcher(Files.readString(PICTURE))
			.results()
			.map((line) -> line.group(1).replace("&amp;", "&").replace("/home/ada/enrol/data", data().toString()))
			.toList();
		assertThat(lines).hasSizeGreaterThan(10).first().isEqualTo("$ ./mvnw spring-boot:run");
		assertThat(lines).filteredOn((line) -> !line.startsWith("$"))
			.filteredOn((line) -> output.stream().noneMatch((shown) -> PLACEHOLDERS.matches(line, shown)))
			.as(() -> "lines of the picture that are not in " + output)
			.isEmpty();
	}

	@Test
	void everyCommandShowsWhatIsDocumented() throws Exception {
		List<String> differences = new ArrayList<>();
		try (Terminal terminal = new Terminal(Files.createDirectory(directory.resolve("terminal")),
				Map.of("ENROL_URL", "http://" + PLACEHOLDERS.resolve(address(8081)), "SPRING_KAFKA_BOOTSTRAPSERVERS",
						PLACEHOLDERS.resolve(address(19092))))) {
			for (Document document : Document.all()) {
				differences.addAll(type(document, terminal));
			}
		}
		assertThat(differences).isEmpty();
	}

	@Test
	void theServicesShowTheMetricsThatAreDocumented() throws Exception {
		MetricsTable table = MetricsTable.read();
		for (String service : List.of("Command-service", "Projector-service", "Query-service")) {
			int port = DOCUMENTED_PORTS.get(service.toLowerCase(Locale.ROOT));
			URI metrics = URI.create("http://" + PLACEHOLDERS.resolve(address(port)) + "/actuator/prometheus");
			Set<String> shown = MetricsTable.shown(HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
				.body());
			Set<String> documented = table.of("Every service", service);
			assertThat(MetricsTable.own(shown)).as(service).isEqualTo(MetricsTable.own(documented));
			assertThat(shown).as(service).containsAll(documented);
		}
	}

	private List<String> type(Document document, Terminal terminal) throws Exception {
		List<String> differences = new ArrayList<>();
		Map<Step, String> outputs = new LinkedHashMap<>();
		for (Step step : document.steps()) {
			String output = type(step, terminal);
			if (!PLACEHOLDERS.matches(step.expected(), output)) {
				differences.add("%s:%d: $ %s%n%s%n--- but is documented as:%n%s%n".formatted(document, step.from() + 1,
						step.command(), output, step.expected()));
			}
			outputs.put(step, PLACEHOLDERS.restoreAddresses(output));
		}
		Path renewed = RENEWED.resolve(document.toString());
		Files.createDirectories(renewed.getParent());
		Files.write(renewed,
				document.renewed(outputs, (command) -> PLACEHOLDERS.restoreAddresses(PLACEHOLDERS.resolve(command))));
		return differences;
	}

	/**
	 * Repeats a command that only reads until its output is as documented: reads follow
	 * registrations by about 100 ms.
	 */
	private String type(Step step, Terminal terminal) throws Exception {
		String command = PLACEHOLDERS.resolve(step.command());
		for (int attempt = 1;; attempt++) {
			String output = terminal.run(command,
					(text) -> step.isInterrupted() && PLACEHOLDERS.matches(step.expected(), text));
			if (!step.onlyReads() || attempt == 20 || PLACEHOLDERS.matches(step.expected(), output)) {
				return output;
			}
			Thread.sleep(100);
		}
	}

	private static Path data() {
		return directory.toAbsolutePath().resolve("data");
	}

	private static Path output() {
		return directory.resolve("standalone.out");
	}

	private static String address(int port) {
		return Ports.LOOPBACK + ":" + port;
	}

}
