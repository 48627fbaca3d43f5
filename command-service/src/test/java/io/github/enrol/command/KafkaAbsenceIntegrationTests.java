/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.enrol.embedded.EmbeddedKafka;
import io.github.enrol.embedded.Ports;
import io.github.enrol.embedded.StartException;
import io.github.enrol.testing.SecuredKafka;
import org.apache.kafka.common.config.ConfigException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static io.github.enrol.command.CommandServiceExtension.awaitReady;
import static io.github.enrol.command.CommandServiceExtension.body;
import static io.github.enrol.command.CommandServiceExtension.get;
import static io.github.enrol.command.CommandServiceExtension.register;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The rows of "A dependency that is missing" in docs/operations.md: without a usable
 * Kafka the service is alive and not ready, says why in one line, and recovers by itself.
 * A name that does not resolve is in AbsentDependenciesIntegrationTests.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("own-servers")
class KafkaAbsenceIntegrationTests {

	private static final String NOT_YET = "Kafka cannot be used yet, trying again ";

	@TempDir
	private Path directory;

	private ConfigurableApplicationContext service;

	@AfterEach
	void stop() {
		if (this.service != null) {
			this.service.close();
		}
	}

	@Test
	void aPortThatSpeaksAnotherProtocol(CapturedOutput output) throws Exception {
		int port = Ports.free();
		try (ServerSocket other = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
			new Thread(() -> answerWithHttp(other)).start();
			start("127.0.0.1:" + port, Map.of());
			assertAbsent(output,
					"(connecting to 127.0.0.1:%1$d): 127.0.0.1:%1$d does not speak Kafka's protocol".formatted(port));
		}
		try (EmbeddedKafka kafka = new EmbeddedKafka(this.directory.resolve("kafka"), port)) {
			// Connections of the other server may still hold the port.
			Awaitility.await().ignoreExceptionsInstanceOf(StartException.class).until(() -> {
				kafka.start();
				return true;
			});
			awaitReady(this.service);
			assertThat(register(this.service, "ann@example.com")).isEqualTo(201);
			stop();
		}
		assertThat(output).containsOnlyOnce("does not speak Kafka's protocol");
	}

	@Test
	void aWrongPasswordAndMissingRights(CapturedOutput output) throws Exception {
		try (SecuredKafka kafka = new SecuredKafka()) {
			kafka.setPassword("another");
			start(kafka.bootstrapServers(), SecuredKafka.clientProperties("right"));
			assertAbsent(output,
					"(checking the topics at " + kafka.bootstrapServers() + "): SaslAuthenticationException: ");
			assertThat(body(this.service, "/actuator/info")).contains("\"user-commands\":{}");
			kafka.setPassword("right");
			assertAbsent(output, "(checking the topics at " + kafka.bootstrapServers()
					+ "): AuthorizationException: this account lacks ");
			// Kafka answers such a client, which the service knows within a second.
			Awaitility.await()
				.untilAsserted(() -> assertThat(body(this.service, "/status"))
					.contains("\"reason\":\"Kafka cannot be used yet; the service's log says why.\""));
			kafka.grant();
			awaitReady(this.service);
			assertThat(register(this.service, "ann@example.com")).isEqualTo(201);
			kafka.revoke();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(output).contains("Kafka refuses the stream threads, trying again: "));
			assertThatItIsAliveAndNotReady();
			kafka.grant();
			awaitReady(this.service);
			assertThat(register(this.service, "ben@example.com")).isEqualTo(201);
			assertThat(output).containsOnlyOnce("SaslAuthenticationException")
				.containsOnlyOnce(
						NOT_YET + "(checking the topics at " + kafka.bootstrapServers() + "): AuthorizationException")
				// Of the readers of replies, for good.
				.doesNotContain("Fatal consumer exception")
				.doesNotContain("\tat ");
			stop();
		}
	}

	@Test
	void anAddressWithoutAPortIsRefused(CapturedOutput output) {
		assertThatThrownBy(() -> start("kafka", Map.of())).hasRootCauseInstanceOf(ConfigException.class);
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "Invalid value kafka for configuration bootstrap.servers")
			.doesNotContain("\tat ");
	}

	private void assertAbsent(CapturedOutput output, String reason) throws Exception {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(output).contains(NOT_YET + reason));
		assertThatItIsAliveAndNotReady();
	}

	private void assertThatItIsAliveAndNotReady() throws Exception {
		assertThat(get(this.service, "/actuator/health/liveness")).isEqualTo(200);
		assertThat(get(this.service, "/actuator/health/readiness")).isEqualTo(503);
		assertThat(body(this.service, "/status")).contains("\"status\":\"OUT_OF_SERVICE\"")
			.containsPattern("\"reason\":\"Kafka (cannot be (reached|used yet)|refuses the stream threads)");
		assertThat(register(this.service, "ann@example.com")).isEqualTo(503);
	}

	private void start(String bootstrapServers, Map<String, String> kafka) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--spring.kafka.bootstrap-servers=" + bootstrapServers,
						"--registration.partitions=1", "--registration.replication-factor=1",
						"--spring.kafka.streams.state-dir=" + this.directory.resolve("streams")));
		kafka.forEach((name, value) -> arguments.add("--spring.kafka.properties." + name + "=" + value));
		this.service = CommandServiceApplication.application().run(arguments.toArray(String[]::new));
	}

	private static void answerWithHttp(ServerSocket server) {
		while (!server.isClosed()) {
			try (Socket client = server.accept()) {
				client.getInputStream().readNBytes(14);
				client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				// The side that closes first keeps its port for a minute.
				client.getInputStream().read();
			}
			catch (IOException ex) {
				// The service or this test has closed it.
			}
		}
	}

}
