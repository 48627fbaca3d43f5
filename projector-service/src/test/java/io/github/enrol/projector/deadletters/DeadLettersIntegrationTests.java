/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.deadletters;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.enrol.events.UserEvents;
import io.github.enrol.projector.ProjectorOnRealParts;
import io.github.enrol.projector.projection.ProjectionProperties;
import io.github.enrol.testing.TestTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.KafkaException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keeping and showing dead letters, with a real broker and a real database.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeadLettersIntegrationTests extends ProjectorOnRealParts {

	private static final String COMMANDS = "user-commands.dlt";

	@Test
	void bothTopicsAreShownAndOneThatDoesNotExistIsEmpty() throws Exception {
		try (ConfigurableApplicationContext projector = start(); Admin admin = admin()) {
			awaitUsers(0);
			assertThat(get(projector, "deadletters").statusCode()).isEqualTo(200);
			assertThat(admin.listTopics().names().get()).doesNotContain(COMMANDS);
			TestTopics.create(admin, new NewTopic(COMMANDS, 2, (short) 1));
			ProducerRecord<String, byte[]> command = new ProducerRecord<>(COMMANDS, 1, "secret@example.com",
					"secret".getBytes());
			Map.of("topic", "user-commands", "partition", "3", "offset", "43", "exception", "x.SomeException",
					"message", "secret@example.com is wrong")
				.forEach((name, value) -> command.headers().add("__streams.errors." + name, value.getBytes()));
			producer.send(command).get();
			producer.send(new ProducerRecord<>(COMMANDS, "secret@example.com", "no letter".getBytes())).get();
			HttpResponse<String> answer = get(projector, "deadletters");
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.body())
				.contains("\"topic\":\"user-commands.dlt\",\"partition\":1,\"offset\":0",
						"\"originalTopic\":\"user-commands\",\"originalPartition\":3,\"originalOffset\":43",
						"\"type\":\"x.SomeException\",\"reason\":null")
				.doesNotContain("secret");
			admin.deleteTopics(List.of(COMMANDS)).all().get();
		}
	}

	@Test
	void theLogNamesPositionAndUserAndNothingElseOfTheEvent() throws Exception {
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		Logger logger = (Logger) LoggerFactory.getLogger(DeadLetters.class);
		try (ConfigurableApplicationContext projector = start()) {
			logger.addAppender(lines);
			send(0, "secret".repeat(100), "secret@example.com", 0);
			send(0, "B", "b@example.com", 1);
			awaitUsers(1);
			Awaitility.await().until(() -> !lines.list.isEmpty());
			assertThat(lines.list.get(0).getKeyValuePairs().toString())
				.matches("\\[topic=\"user-events\", partition=\"0\", offset=\"0\", user.id=\"[0-7][0-9A-Z]{25}\"]");
			assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage)
				.noneMatch((message) -> message.contains("secret"));
		}
		finally {
			logger.detachAppender(lines);
		}
	}

	/** However the cause of the letter is gone: the person asked to be forgotten. */
	@Test
	void aLetterOfAUserWhoWasErasedSinceIsNotApplied() throws Exception {
		String id = "01KAS3T8R5Y9M2V7QX5Z000001";
		try (ConfigurableApplicationContext projector = start()) {
			send(0, "First", "taken@example.com", 0);
			producer.send(event(0, id, "Second", "taken@example.com", 1));
			awaitCursor(List.of(0L, 2L, 1L, 1L));
			var letters = deadLetters();
			var letter = letters.get(letters.size() - 1);
			String path = "deadletters/" + letter.partition() + "/" + letter.offset();
			producer.send(erasure(0, id, "taken@example.com", 2));
			awaitCursor(List.of(0L, 3L, 2L, 1L));
			this.database.sql("UPDATE users SET email_key = 'moved@example.com'").update();
			HttpResponse<String> refused = post(projector, path);
			assertThat(refused.statusCode()).isEqualTo(409);
			assertThat(refused.body()).contains("its user has been erased since").doesNotContain("taken@example.com");
			assertThat(users()).extracting((user) -> user.get("name")).containsExactly("First");
			assertThat(cursor()).contains(List.of(0L, 3L, 2L, 1L));
		}
	}

	private void awaitCursor(List<Long> expected) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(3))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(cursor()).contains(expected));
	}

	@Test
	void anEventTooLargeToCopyLeavesItsPosition() throws Exception {
		int before = deadLetters().size();
		byte[] value = new byte[1_048_300];
		Arrays.fill(value, (byte) ' ');
		producer.send(new ProducerRecord<>(UserEvents.TOPIC, 0, "large@example.com", value)).get();
		send(0, "B", "b@example.com", 1);
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(1);
			var letters = deadLetters();
			assertThat(letters).hasSize(before + 1);
			var letter = letters.get(before);
			assertThat(letter.key()).isNull();
			assertThat(letter.value()).isNull();
			assertThat(get(projector, "deadletters").body()).contains("\"offset\":" + letter.offset(),
					"the header ce_type is missing");
			assertThat(post(projector, "deadletters/0/" + letter.offset()).body())
				.contains("The event cannot be applied: the header ce_type is missing");
		}
	}

	@Test
	void anEventIsNotPassedOverAndTheCursorNotLockedWhileItsLetterCannotBeWritten(CapturedOutput output)
			throws Exception {
		try (ConfigurableApplicationContext projector = start(); Admin admin = admin()) {
			awaitUsers(0);
			Awaitility.await().until(() -> cursor().size() == PARTITIONS);
			admin.deleteTopics(List.of(UserEvents.DEAD_LETTER_TOPIC)).all().get();
			Awaitility.await().until(() -> !admin.listTopics().names().get().contains(UserEvents.DEAD_LETTER_TOPIC));
			producer.send(new ProducerRecord<>(UserEvents.TOPIC, 0, "secret@example.com", "secret".getBytes()));
			send(0, "B", "b@example.com", 1);
			Awaitility.await().until(DeadLettersIntegrationTests::aLetterIsWaitedFor);
			try (Connection other = connect()) {
				other.setAutoCommit(false);
				other.createStatement().executeQuery("SELECT * FROM projection_cursor FOR UPDATE NOWAIT").close();
				other.rollback();
			}
			assertThat(aLetterIsWaitedFor()).isTrue();
			Awaitility.await().until(() -> output.getAll().contains("Projecting failed"));
			assertThat(users()).isEmpty();
			assertThat(cursor()).contains(List.of(0L, 0L, -1L, 0L));
			TestTopics.create(admin,
					new NewTopic(UserEvents.DEAD_LETTER_TOPIC, 1, (short) 1).configs(Map.of("retention.ms", "-1")));
			awaitUsers(1);
			assertThat(deadLetters()).extracting((letter) -> letter.key()).containsExactly("secret@example.com");
			assertThat(output.getAll()).doesNotContain("secret");
		}
	}

	@Test
	void aTopicThatLosesLettersIsNotUsedUntilItIsMendedOrAllowed() throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(0);
			Awaitility.await().until(() -> cursor().size() == PARTITIONS);
		}
		send(0, "B", "b@example.com", 1);
		setRetention("3600000");
		try (ConfigurableApplicationContext projector = start(
				"--projection.allowed-topic-settings=" + UserEvents.DEAD_LETTER_TOPIC + "/retention.ms")) {
			awaitUsers(1);
		}
		send(0, "C", "c@example.com", 2);
		try (ConfigurableApplicationContext projector = start()) {
			DeadLetterTopic topic = new DeadLetterTopic(
					Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
					projector.getBean(ProjectionProperties.class));
			assertThatExceptionOfType(KafkaException.class).isThrownBy(topic::ensure)
				.withMessageContaining("user-events.dlt has retention.ms=3600000 instead of at least 86400000")
				.withMessageContaining("--entity-name user-events.dlt --add-config retention.ms=2592000000")
				.withMessageContaining("projection.allowed-topic-settings=user-events.dlt/retention.ms");
			assertThat(get(projector, "health/readiness").statusCode()).isEqualTo(503);
			assertThat(get(projector, "health/liveness").statusCode()).isEqualTo(200);
			assertThat(users()).hasSize(1);
			setRetention("2592000000");
			awaitUsers(2);
		}
	}

	private static void setRetention(String value) throws Exception {
		ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, UserEvents.DEAD_LETTER_TOPIC);
		try (Admin admin = admin()) {
			admin
				.incrementalAlterConfigs(Map.of(topic,
						List.of(new AlterConfigOp(new ConfigEntry("retention.ms", value), AlterConfigOp.OpType.SET))))
				.all()
				.get();
		}
	}

	private static boolean aLetterIsWaitedFor() {
		return Thread.getAllStackTraces()
			.values()
			.stream()
			.flatMap(Arrays::stream)
			.anyMatch((frame) -> frame.getClassName().equals(DeadLetters.class.getName())
					&& frame.getMethodName().equals("keep"));
	}

}
