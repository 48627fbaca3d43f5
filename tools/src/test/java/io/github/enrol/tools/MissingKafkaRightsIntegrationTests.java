/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.testing.SecuredKafka;
import io.github.enrol.testing.TestTopics;
import io.github.enrol.testing.kubernetes.KafkaRight;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without any one of the rights of {@code enrol-tools} in docs/security.md, a command
 * that needs it names its resource in one line, and succeeds with it. Each case has new
 * topics.
 */
@Tag("own-servers")
class MissingKafkaRightsIntegrationTests {

	private static final String ACCOUNT = "enrol-tools";

	private static final String ID = "01KAS3T8R5Y9M2V7QX4ZB6N1CD";

	@TempDir
	private static Path directory;

	private static SecuredKafka kafka;

	@BeforeAll
	static void start() throws Exception {
		kafka = new SecuredKafka();
		kafka.setPassword(ACCOUNT, "of-the-test");
		Files.write(directory.resolve("client.properties"),
				SecuredKafka.clientProperties(ACCOUNT, "of-the-test")
					.entrySet()
					.stream()
					.map((property) -> property.getKey() + "=" + property.getValue())
					.toList());
		createTopics();
		send(UserEvents.TOPIC, (UserEvent) new UserRegistered(ID, "Ann", "ann@example.com", Instant.EPOCH),
				UserEvents.serde().serializer());
		assertThat(Tool.run("events", "export", file(), "--bootstrap-server", kafka.superUserBootstrapServers()).out())
			.contains("1 events");
	}

	@AfterAll
	static void stop() {
		kafka.close();
	}

	@BeforeEach
	void renewTopics() throws Exception {
		TestTopics.deleteAll(kafka.admin());
		createTopics();
	}

	private static void createTopics() throws Exception {
		List<NewTopic> topics = TopicSpecs.of(kafka.admin(), "command-service")
			.all()
			.stream()
			.map((topic) -> topic.newTopic(1))
			.toList();
		TestTopics.create(kafka.admin(), topics);
	}

	static Stream<KafkaRight> rights() {
		return KafkaRight.all().stream().filter((right) -> right.account().equals(ACCOUNT));
	}

	@ParameterizedTest
	@MethodSource("rights")
	void aCommandNamesWhatItIsRefused(KafkaRight right) throws Exception {
		String[] command = command(right);
		kafka.grantAllBut(right);
		Tool refused = run(command);
		assertThat(refused.status()).as("%s", refused).isEqualTo(1);
		assertThat(refused.err()).matches("Failed: \\w*AuthorizationException: [^\n]*\n").contains(right.resource());
		kafka.grant(List.of(right));
		Tool allowed = run(command);
		assertThat(allowed.status()).as("%s", allowed).isEqualTo(command[0].equals("replay") ? 1 : 0);
		assertThat(allowed.err()).doesNotContain("Failed");
	}

	/**
	 * Returns a command that needs a right, in a state in which it does.
	 */
	private static String[] command(KafkaRight right) throws Exception {
		String topic = right.resource();
		return switch (right.operation() + " " + topic) {
			case "Write user-commands", "Read user-replies" -> {
				send("user-commands", """
						{"command_id":"key","user_id":"%s","username":"Ann","email":"ann@example.com",\
						"registered_at":"2026-01-01T00:00:00.000Z"}""".formatted(ID), new StringSerializer());
				yield new String[] { "replay", "user-commands", "0", "0", "--wait", "1" };
			}
			case "Write user-events" -> new String[] { "events", "import", file() };
			case "Create command-service-registrations-changelog" -> {
				TestTopics.delete(kafka.admin(), List.of(topic));
				yield new String[] { "restore-registrations" };
			}
			case "Write command-service-registrations-changelog", "Write enrol-tools" ->
				new String[] { "restore-registrations" };
			case "Read command-service", "DescribeConfigs user-replies" -> new String[] { "topics" };
			default -> {
				if (!right.operation().equals("Read")) {
					yield new String[] { "topics", "--repair", topic + "/" + unfit(topic) };
				}
				send(topic, "any", new StringSerializer());
				yield new String[] { "consume", topic };
			}
		};
	}

	/**
	 * Gives a topic a setting that the services refuse.
	 */
	private static String unfit(String topic) throws Exception {
		ConfigEntry setting = topic.matches("user-events|.*-changelog") ? new ConfigEntry("cleanup.policy", "delete")
				: new ConfigEntry("retention.ms", "3600000");
		kafka.admin()
			.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic),
					List.of(new AlterConfigOp(setting, AlterConfigOp.OpType.SET))))
			.all()
			.get();
		return setting.name();
	}

	private static <T> void send(String topic, T value, Serializer<T> serializer) throws Exception {
		try (KafkaProducer<String, T> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", kafka.superUserBootstrapServers()), new StringSerializer(), serializer)) {
			producer.send(new ProducerRecord<>(topic, "ann@example.com", value)).get();
		}
	}

	private static String file() {
		return directory.resolve("events.jsonl").toString();
	}

	private static Tool run(String... command) {
		List<String> arguments = new ArrayList<>(List.of(command));
		arguments.addAll(List.of("--bootstrap-server", kafka.bootstrapServers(), "--command-config",
				directory.resolve("client.properties").toString()));
		return Tool.run(arguments.toArray(String[]::new));
	}

}
