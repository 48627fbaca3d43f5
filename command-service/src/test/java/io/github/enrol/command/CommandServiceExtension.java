/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Provides a test class with a broker and an instance of the service, named {@code main},
 * and with more of both on request.
 */
final class CommandServiceExtension implements BeforeAllCallback, AfterAllCallback {

	private static final HttpClient http = HttpClient.newHttpClient();

	private final String[] properties;

	private Path stateDirectory;

	private TestKafka kafka;

	private ConfigurableApplicationContext instance;

	/**
	 * Configures the main instance.
	 * @param properties its properties, as arguments
	 */
	CommandServiceExtension(String... properties) {
		this.properties = properties;
	}

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		this.stateDirectory = Files.createTempDirectory("command-service");
		this.kafka = Backends.newKafka();
		this.instance = start(this.kafka, "main", this.properties);
		awaitReady(this.instance);
	}

	@Override
	public void afterAll(ExtensionContext context) throws IOException {
		this.instance.close();
		this.kafka.close();
		FileSystemUtils.deleteRecursively(this.stateDirectory);
	}

	TestKafka kafka() {
		return this.kafka;
	}

	ConfigurableApplicationContext instance() {
		return this.instance;
	}

	/**
	 * Starts another instance.
	 * @param instance its name; instances of the same name share local state
	 * @param more its properties, as arguments; without {@code server.port}, any port
	 */
	ConfigurableApplicationContext start(TestKafka kafka, String instance, String... more) {
		List<String> args = new ArrayList<>(List.of("--registration.instance-id=" + instance,
				"--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(), "--registration.partitions=4",
				"--registration.replication-factor=1",
				"--spring.kafka.streams.state-dir=" + this.stateDirectory.resolve(instance)));
		args.addAll(List.of(more));
		// Given twice, it would be a list.
		if (args.stream().noneMatch((arg) -> arg.startsWith("--server.port="))) {
			args.add("--server.port=0");
		}
		return CommandServiceApplication.application().run(args.toArray(String[]::new));
	}

	static void awaitReady(ConfigurableApplicationContext service) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(get(service, "/actuator/health/readiness")).isEqualTo(200));
	}

	/**
	 * Registers a user.
	 * @return the HTTP status
	 */
	static int register(ConfigurableApplicationContext service, String email) throws Exception {
		return http
			.send(HttpRequest.newBuilder(uri(service, "/user/registration"))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"username\":\"User\",\"email\":\"" + email + "\"}"))
				.build(), BodyHandlers.ofString())
			.statusCode();
	}

	static URI uri(ConfigurableApplicationContext service, String path) {
		// Not from the web server: while that is stopping, asking it starts a connector
		// on
		// port 8080.
		return URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
	}

	static int get(ConfigurableApplicationContext service, String path) throws Exception {
		return http.send(HttpRequest.newBuilder(uri(service, path)).build(), BodyHandlers.ofString()).statusCode();
	}

	static String body(ConfigurableApplicationContext service, String path) throws Exception {
		return http.send(HttpRequest.newBuilder(uri(service, path)).build(), BodyHandlers.ofString()).body();
	}

}
