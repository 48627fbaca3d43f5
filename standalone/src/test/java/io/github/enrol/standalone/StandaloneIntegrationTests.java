/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
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
import java.util.concurrent.TimeUnit;

import io.github.enrol.embedded.DataDirectory;
import io.github.enrol.embedded.Ports;
import io.github.enrol.testing.JavaCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The program as users run it: a process that starts, refuses to start, is stopped and is
 * killed.
 */
@Tag("own-servers")
class StandaloneIntegrationTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private final int commandPort = Ports.free();

	private final int queryPort = Ports.free();

	private final int projectorPort = Ports.free();

	private final List<Process> processes = new ArrayList<>();

	@TempDir
	Path directory;

	@AfterEach
	void endProcesses() throws Exception {
		for (Process process : this.processes) {
			process.destroy();
			process.waitFor(20, TimeUnit.SECONDS);
			process.destroyForcibly();
		}
	}

	@Test
	void refusesToStartOnTakenPortsInOneLine() throws Exception {
		InetAddress loopback = InetAddress.getByName(Ports.LOOPBACK);
		try (ServerSocket query = new ServerSocket(this.queryPort, 1, loopback);
				ServerSocket projector = new ServerSocket(this.projectorPort, 1, loopback)) {
			assertRefused("Other programs, or another Enrol, use ports that are needed: " + query.getLocalPort()
					+ " for the query-service (ENROL_QUERYSERVICEPORT moves it), " + projector.getLocalPort()
					+ " for the projector-service (ENROL_PROJECTORSERVICEPORT moves it).");
		}
	}

	@Test
	void refusesToStartWithOnePortForTwoInOneLine() throws Exception {
		assertRefused(
				"The same port is set twice: " + this.commandPort
						+ " for the command-service (ENROL_COMMANDSERVICEPORT moves it), " + this.commandPort
						+ " for the Kafka broker (ENROL_KAFKAPORT moves it).",
				"--enrol.kafka-port=" + this.commandPort);
	}

	@Test
	void refusesToStartOnDataInUseInOneLine() throws Exception {
		try (DataDirectory claim = DataDirectory.claim(data())) {
			assertRefused("The data directory " + claim.path() + " is in use by another running instance.");
		}
	}

	@Test
	void refusesToStartOnAnUnusableDirectoryInOneLine() throws Exception {
		Files.createFile(data());
		assertRefused("The data directory " + data() + " cannot be written: it is a file.");
	}

	@Test
	void anInterruptedFirstStartEndsAtOnceAndLeavesNoProcess() throws Exception {
		Process process = start();
		awaitOutput(process, "Enrol is starting");
		await().atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive() || process.descendants().count() > 0);
		process.destroy();
		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(output()).content().endsWith("Enrol is stopping.\nEnrol has stopped.\n");
		assertThat(errors()).isEmpty();
		// Also none that was started after the look above.
		await().atMost(Duration.ofSeconds(5))
			.until(() -> ProcessHandle.allProcesses()
				.noneMatch((other) -> other.info().commandLine().orElse("").contains(this.directory.toString())));
	}

	@Test
	void keepsUsersAcrossAStopAndAKill() throws Exception {
		Process first = startUntilReady();
		assertThat(output()).content()
			.contains("The first start also unpacks a database.", "Created the topics ")
			.containsPattern(" command-service +\\d+\\.\\d s\n")
			.contains("\"ada@example.org\"");
		assertThat(register("ada@example.org").statusCode()).isEqualTo(201);
		awaitRead("ada@example.org");
		first.destroy();
		assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(output()).content().endsWith("Enrol is stopping.\nEnrol has stopped.\n");

		Process second = startUntilReady();
		assertThat(output()).content()
			.doesNotContain("The first start", "Created the topics", "Restoring", "WARN", "ERROR")
			.contains("\"ada2@example.org\"");
		HttpResponse<String> grace = register("grace@example.org");
		assertThat(grace.statusCode()).isEqualTo(201);
		second.destroyForcibly().waitFor();

		startUntilReady();
		assertThat(register("ada@example.org").statusCode()).isEqualTo(409);
		assertThat(register("grace@example.org").statusCode()).isEqualTo(409);
		HttpResponse<String> user = get(URI.create(grace.headers().firstValue("Location").orElseThrow()));
		assertThat(user.statusCode()).isEqualTo(200);
		assertThat(get(users()).body()).contains("ada@example.org", "grace@example.org");
	}

	private void assertRefused(String line, String... arguments) throws Exception {
		Process process = start(arguments);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isEqualTo(1);
		assertThat(errors()).hasContent(line);
		assertThat(output()).isEmpty();
	}

	private Process startUntilReady() throws IOException {
		Process process = start();
		awaitOutput(process, "Ctrl-C stops it");
		assertThat(process.isAlive()).as(Files.readString(output().toPath())).isTrue();
		return process;
	}

	private void awaitOutput(Process process, String text) {
		await().atMost(Duration.ofMinutes(2))
			.until(() -> !process.isAlive() || Files.readString(output().toPath()).contains(text));
	}

	private void awaitRead(String email) {
		await().atMost(Duration.ofSeconds(10)).until(() -> get(users()).body().contains(email));
	}

	/**
	 * On a machine where "I" is no capital "i", half an hour is no whole one, and
	 * everything is ASCII.
	 */
	private Process start(String... arguments) throws IOException {
		List<String> command = JavaCommand.of();
		if (Runtime.version().feature() >= 24) {
			// As for spring-boot:run, see pom.xml.
			command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
		}
		command.addAll(List.of("-Duser.language=tr", "-Duser.country=TR", "-Dlogback.configurationFile=logback.xml",
				"-cp", System.getProperty("java.class.path"), StandaloneApplication.class.getName(),
				"--enrol.data-directory=" + data(), "--enrol.command-service-port=" + this.commandPort,
				"--enrol.query-service-port=" + this.queryPort,
				"--enrol.projector-service-port=" + this.projectorPort));
		command.addAll((arguments.length > 0) ? List.of(arguments) : List.of("--enrol.kafka-port=0"));
		command.add("--enrol.database-port=0");
		ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output()).redirectError(errors());
		builder.environment().putAll(Map.of("TZ", "Asia/Kathmandu", "LC_ALL", "C"));
		Process process = builder.start();
		this.processes.add(process);
		return process;
	}

	private URI users() {
		return URI.create("http://127.0.0.1:" + this.queryPort + "/users");
	}

	private HttpResponse<String> register(String email) throws Exception {
		return this.http.send(HttpRequest.newBuilder()
			.uri(URI.create("http://127.0.0.1:" + this.commandPort + "/user/registration"))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"username\": \"Somebody\", \"email\": \"%s\"}".formatted(email)))
			.build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> get(URI uri) throws Exception {
		return this.http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	private Path data() {
		return this.directory.toAbsolutePath().resolve("my data");
	}

	private File output() {
		return this.directory.resolve("output").toFile();
	}

	private File errors() {
		return this.directory.resolve("errors").toFile();
	}

}
