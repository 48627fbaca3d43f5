/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.TestTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static io.github.enrol.command.CommandServiceExtension.awaitReady;
import static io.github.enrol.command.CommandServiceExtension.get;
import static io.github.enrol.command.CommandServiceExtension.register;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Local state of a changelog that is gone: of a lost cluster, for example.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherChangelogIntegrationTests {

	private static final String CHANGELOG = "command-service-registrations-changelog";

	@RegisterExtension
	private static final CommandServiceExtension main = new CommandServiceExtension();

	@Test
	void noAddressRegistersTwiceWithTheStateOfALostCluster(CapturedOutput output) throws Exception {
		try (TestKafka lost = Backends.newKafka(); ConfigurableApplicationContext instance = main.start(lost, "left")) {
			awaitReady(instance);
			registerAll(instance, "lost", 40);
		}
		try (TestKafka present = Backends.newKafka()) {
			try (ConfigurableApplicationContext instance = main.start(present, "other")) {
				awaitReady(instance);
				// Longer than that of the lost cluster, so that its positions are in it.
				registerAll(instance, "present", 120);
			}
			try (ConfigurableApplicationContext instance = main.start(present, "left")) {
				awaitReady(instance);
				for (int i = 0; i < 120; i++) {
					assertThat(register(instance, "present" + i + "@example.com")).isEqualTo(409);
				}
				registerAll(instance, "lost", 40);
			}
			assertThat(output).containsOnlyOnce("The local state is of another changelog");
			// And once more, with its own.
			try (ConfigurableApplicationContext instance = main.start(present, "left")) {
				awaitReady(instance);
				assertThat(register(instance, "lost0@example.com")).isEqualTo(409);
			}
			assertThat(output).containsOnlyOnce("The local state is of another changelog");
		}
	}

	@Test
	void aChangelogThatIsCreatedAgainEndsTheService(CapturedOutput output) throws Exception {
		try (TestKafka own = Backends.newKafka();
				ConfigurableApplicationContext instance = main.start(own, "running")) {
			awaitReady(instance);
			registerAll(instance, "running", 1);
			try (Admin admin = Admin.create(Map.of("bootstrap.servers", own.bootstrapServers()))) {
				TestTopics.delete(admin, List.of(CHANGELOG));
				TestTopics.create(admin, new NewTopic(CHANGELOG, 4, (short) 1));
			}
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(get(instance, "/actuator/health/liveness")).isEqualTo(503));
			assertThat(register(instance, "another@example.com")).isEqualTo(503);
			assertThat(output).containsOnlyOnce(
					"The topic " + CHANGELOG + " was created again while this instance was running. See \"Disaster");
		}
	}

	private static void registerAll(ConfigurableApplicationContext instance, String name, int count) throws Exception {
		for (int i = 0; i < count; i++) {
			assertThat(register(instance, name + i + "@example.com")).isEqualTo(201);
		}
	}

}
