/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.enrol.events.UserEvents;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.SecuredKafka;
import io.github.enrol.testing.TestDatabase.Schema;
import io.github.enrol.testing.TestTopics;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The rows of "A dependency that is missing" in docs/operations.md that concern Kafka.
 * Names, ports and other protocols are in AbsentDependenciesIntegrationTests and
 * BootstrapServersIntegrationTests.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("own-servers")
class KafkaAbsenceIntegrationTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	@Test
	void aWrongPasswordAndMissingRightsAndTopics(CapturedOutput output) throws Exception {
		try (SecuredKafka kafka = new SecuredKafka()) {
			kafka.setPassword("another");
			try (ConfigurableApplicationContext projector = start(kafka.bootstrapServers())) {
				assertAbsent(projector, output, "SaslAuthenticationException");
				kafka.setPassword("right");
				assertAbsent(projector, output, "AuthorizationException this account lacks ");
				kafka.grant();
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> kafka.admin().listTopics().names().get().contains(UserEvents.DEAD_LETTER_TOPIC));
				// Without the topic, which the command-service creates.
				assertThat(health(projector, "readiness")).isEqualTo(503);
				TestTopics.create(kafka.admin(), new NewTopic(UserEvents.TOPIC, 1, (short) 1));
				awaitReady(projector);
				kafka.revoke();
				assertAbsent(projector, output, "AuthorizationException");
				kafka.grant();
				awaitReady(projector);
			}
			assertThat(output).doesNotContain("\tat ");
		}
	}

	@Test
	void anAddressWithoutAPortIsRefused(CapturedOutput output) {
		assertThatThrownBy(() -> start("kafka")).hasRootCauseInstanceOf(ConfigException.class);
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "Invalid value kafka for configuration bootstrap.servers")
			.doesNotContain("\tat ");
	}

	private static void assertAbsent(ConfigurableApplicationContext projector, CapturedOutput output, String reason) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			assertThat(output).contains(reason);
			assertThat(health(projector, "readiness")).isEqualTo(503);
			assertThat(health(projector, "liveness")).isEqualTo(200);
			assertThat(status(projector)).contains("\"status\":\"OUT_OF_SERVICE\",\"reason\":\"",
					"{\"name\":\"db\",\"status\":\"UP\"}");
		});
	}

	private static void awaitReady(ConfigurableApplicationContext projector) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(health(projector, "readiness")).isEqualTo(200));
	}

	private static int health(ConfigurableApplicationContext projector, String group) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + projector.getEnvironment().getProperty("local.server.port")
				+ "/actuator/health/" + group);
		return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
	}

	private static String status(ConfigurableApplicationContext projector) throws Exception {
		URI uri = URI
			.create("http://127.0.0.1:" + projector.getEnvironment().getProperty("local.server.port") + "/status");
		return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
	}

	private static ConfigurableApplicationContext start(String bootstrapServers) {
		Schema schema = Backends.database().createSchema();
		List<String> arguments = new ArrayList<>(List.of("--server.port=0",
				"--spring.kafka.bootstrap-servers=" + bootstrapServers, "--projection.replication-factor=1",
				"--spring.datasource.url=" + schema.jdbcUrl(), "--spring.datasource.username=" + schema.username(),
				"--spring.datasource.password=" + schema.password()));
		SecuredKafka.clientProperties("right")
			.forEach((name, value) -> arguments.add("--spring.kafka.properties." + name + "=" + value));
		return ProjectorServiceApplication.application().run(arguments.toArray(String[]::new));
	}

}
