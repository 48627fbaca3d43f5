/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.kubernetes;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.testing.TestTopics;
import io.github.enrol.testing.ToolsJar;
import io.github.enrol.testing.kubernetes.KafkaRight;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rights of {@code enrol-tools} in docs/security.md suffice to export, import and
 * restore, with topics that somebody else creates.
 */
@Tag("own-servers")
class ToolsRightsIntegrationTests {

	@TempDir
	Path directory;

	@Test
	void theLogIsExportedImportedAndTheStateRestored() throws Exception {
		try (SecuredPipeline pipeline = new SecuredPipeline(this.directory)) {
			pipeline.kafka().grant(KafkaRight.all());
			sendEvent(pipeline);
			String file = this.directory.resolve("events.jsonl").toString();
			assertThat(run(pipeline, "events", "export", file)).isEqualTo("1 events were exported.\n");
			empty(pipeline.kafka().admin());
			assertThat(run(pipeline, "events", "import", file)).contains("1 events were imported into 2 partitions.",
					"restored in command-service-registrations-changelog from 1 events.");
		}
	}

	private static void sendEvent(SecuredPipeline pipeline) throws Exception {
		UserRegistered event = new UserRegistered("01KAS3T8R5Y9M2V7QX4ZB6N1CD", "Ann", "ann@example.com",
				Instant.EPOCH);
		try (KafkaProducer<String, UserEvent> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", pipeline.kafka().superUserBootstrapServers()), new StringSerializer(),
				UserEvents.serde().serializer())) {
			producer.send(new ProducerRecord<>(UserEvents.TOPIC, "ann@example.com", event)).get();
		}
	}

	/**
	 * Replaces the topic by an empty one of the same kind.
	 */
	private static void empty(Admin admin) throws Exception {
		TopicDescription topic = admin.describeTopics(List.of(UserEvents.TOPIC))
			.allTopicNames()
			.get()
			.get(UserEvents.TOPIC);
		TestTopics.delete(admin, List.of(UserEvents.TOPIC));
		// By default Kafka would delete the event, which is of 1970, at its next check.
		NewTopic empty = new NewTopic(UserEvents.TOPIC, topic.partitions().size(), (short) 1)
			.configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
		TestTopics.create(admin, empty);
	}

	private static String run(SecuredPipeline pipeline, String... arguments) throws Exception {
		String[] all = Arrays.copyOf(arguments, arguments.length + 2);
		all[arguments.length] = "--command-config";
		all[arguments.length + 1] = pipeline.clientProperties("enrol-tools").toString();
		return ToolsJar.run(pipeline.kafka().bootstrapServers(), all);
	}

}
