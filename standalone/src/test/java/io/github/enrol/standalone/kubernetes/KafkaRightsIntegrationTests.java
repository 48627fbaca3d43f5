/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.kubernetes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.enrol.testing.kubernetes.KafkaRight;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rights of the table in docs/security.md suffice for everything that the services
 * do.
 */
@Tag("own-servers")
class KafkaRightsIntegrationTests {

	private static final String JSON = "application/json";

	@TempDir
	Path directory;

	@Test
	void theServicesDoAllThatTheyDoWithTheirRights() throws Exception {
		try (SecuredPipeline pipeline = new SecuredPipeline(this.directory)) {
			pipeline.kafka().grant(KafkaRight.all());
			try (ConfigurableApplicationContext commands = pipeline.startCommandService();
					ConfigurableApplicationContext queries = pipeline.startQueryService();
					ConfigurableApplicationContext projector = pipeline.startProjectorService()) {
				for (ConfigurableApplicationContext service : List.of(commands, projector, queries)) {
					pipeline.awaitReady(service);
				}
				var registered = pipeline.post(commands, "/user/registration", JSON,
						"{\"username\":\"Ann\",\"email\":\"ann@example.com\"}");
				assertThat(registered.statusCode()).isEqualTo(201);
				URI user = URI.create(registered.headers().firstValue("Location").orElseThrow());
				assertThat(pipeline.get(user).body()).contains("\"name\":\"Ann\"");
				assertThat(pipeline
					.post(commands, "/user/registrations", "application/x-ndjson",
							"{\"username\":\"Ben\",\"email\":\"ben@example.com\"}\n")
					.body()).contains("201");
				pipeline.send("key", "no command");
				pipeline.sendUnreadableEvent();
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(pipeline.get(projector, "/actuator/deadletters").body())
						.contains("user-commands.dlt", "user-events.dlt"));
				assertThat(pipeline.post(projector, "/actuator/deadletters/0/0", JSON, "").statusCode()).isEqualTo(409);
				assertThat(pipeline.post(projector, "/actuator/rebuild", JSON, "").statusCode()).isEqualTo(202);
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> pipeline.get(projector, "/actuator/rebuild").body().contains("\"state\":\"DONE\""));
				assertThat(pipeline.get(queries, "/users").body()).contains("\"total\":2");
				assertThat(pipeline.register(commands, "Ann@example.com")).isEqualTo(409);
			}
		}
	}

}
