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
import java.util.concurrent.TimeUnit;

import io.github.enrol.embedded.DataDirectory;
import io.github.enrol.embedded.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The program as users run it: a process that starts, refuses to start, is stopped and is
 * killed.
 */
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
	void refusesToStartOnATakenPortInOneLine() throws Exception {
		try (ServerSocket taken = new ServerSocket(this.queryPort, 1, InetAddress.getByName(Ports.LOOPBACK))) {
			assertRefused("Port " + taken.getLocalPort() + ", meant for the query-service, is already in use.");
		}
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
	void keepsUsersAcrossAStopAndAKill() throws Exception {
		Process first = startUntilReady();
		assertThat(register("ada@example.org").statusCode()).isEqualTo(201);
		first.destroy();
		assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();

		Process second = startUntilReady();
		HttpResponse<String> grace = register("grace@example.org");
		assertThat(grace.statusCode()).isEqualTo(201);
		second.destroyForcibly().waitFor();

		startUntilReady();
		assertThat(register("ada@example.org").statusCode()).isEqualTo(409);
		assertThat(register("grace@example.org").statusCode()).isEqualTo(409);
		HttpResponse<String> user = get(URI.create(grace.headers().firstValue("Location").orElseThrow()));
		assertThat(user.statusCode()).isEqualTo(200);
		assertThat(get(URI.create("http://127.0.0.1:" + this.queryPort + "/users")).body()).contains("ada@example.org",
				"grace@example.org");
	}

	private void assertRefused(String line) throws Exception {
		Process process = start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isEqualTo(1);
		assertThat(errors()).hasContent(line);
	}

	private Process startUntilReady() throws IOException {
		Process process = start();
		await().atMost(Duration.ofMinutes(2))
			.until(() -> !process.isAlive() || Files.readString(output().toPath()).contains("Enrol is ready."));
		assertThat(process.isAlive()).as(Files.readString(output().toPath())).isTrue();
		return process;
	}

	private Process start() throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), StandaloneApplication.class.getName(),
				"--enrol.data-directory=" + data(), "--enrol.command-service-port=" + this.commandPort,
				"--enrol.query-service-port=" + this.queryPort, "--enrol.projector-service-port=" + this.projectorPort,
				"--enrol.kafka-port=0", "--enrol.database-port=0")
			.redirectOutput(output())
			.redirectError(errors())
			.start();
		this.processes.add(process);
		return process;
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
		return this.directory.toAbsolutePath().resolve("data");
	}

	private File output() {
		return this.directory.resolve("output").toFile();
	}

	private File errors() {
		return this.directory.resolve("errors").toFile();
	}

}
