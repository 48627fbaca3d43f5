/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import io.github.enrol.command.registration.gateway.CommandPartitions;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static io.github.enrol.command.CommandServiceExtension.awaitReady;
import static io.github.enrol.command.CommandServiceExtension.body;
import static io.github.enrol.command.CommandServiceExtension.get;
import static io.github.enrol.command.CommandServiceExtension.register;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command that keeps failing, here because the state of its address is broken, is never
 * passed over. Health and the log show it, and it is decided once the cause is gone.
 */
@ExtendWith(OutputCaptureExtension.class)
class StuckPartitionIntegrationTests {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	@RegisterExtension
	private static final CommandServiceExtension main = new CommandServiceExtension();

	@Test
	void isReportedOnceAndRecoversWhenTheCauseIsGone(CapturedOutput output) throws Exception {
		try (TestKafka own = Backends.newKafka()) {
			// Creates the topics.
			try (ConfigurableApplicationContext first = main.start(own, "first")) {
				awaitReady(first);
				assertThat(register(first, "before@example.com")).isEqualTo(201);
			}
			changeState(own, "stuck@example.com", "no state");
			// Without the local state of the first one: it is restored from the
			// changelog. The next thread has the partition after a session timeout.
			try (ConfigurableApplicationContext instance = main.start(own, "second", "--registration.reply-timeout=1s",
					"--spring.kafka.streams.properties.main.consumer.session.timeout.ms=1500",
					"--spring.kafka.streams.properties.main.consumer.heartbeat.interval.ms=400")) {
				awaitReady(instance);
				assertThat(register(instance, "stuck@example.com")).isEqualTo(503);
				Awaitility.await()
					.dontCatchUncaughtExceptions()
					.atMost(PATIENCE)
					.untilAsserted(() -> assertThat(get(instance, "/actuator/health/liveness")).isEqualTo(503));
				assertThat(get(instance, "/actuator/health/readiness")).isEqualTo(503);
				changeState(own, "stuck@example.com", null);
				Awaitility.await()
					.dontCatchUncaughtExceptions()
					.atMost(PATIENCE)
					.untilAsserted(() -> assertThat(register(instance, "stuck@example.com")).isEqualTo(409));
				awaitReady(instance);
				assertThat(get(instance, "/actuator/health/liveness")).isEqualTo(200);
				assertThat(output.getAll().split("is stuck at offset", -1)).hasSize(2);
				assertThat(output).contains("SerializationException").doesNotContain("stuck@example.com");
			}
		}
	}

	@Test
	void aCommandOfNewerRulesWaitsAndOtherPartitionsGoOn(CapturedOutput output) throws Exception {
		try (TestKafka own = Backends.newKafka();
				ConfigurableApplicationContext instance = main.start(own, "old", "--registration.reply-timeout=2s")) {
			awaitReady(instance);
			ProducerRecord<String, String> command = new ProducerRecord<>("user-commands", "newer@example.com",
					"what only version 9 can read");
			command.headers().add("rules-version", ByteBuffer.allocate(Integer.BYTES).putInt(9).array());
			RecordMetadata position = send(own, command);
			String waits = "Partition " + position.partition() + " of user-commands is not decided here from offset "
					+ position.offset()
					+ " on: that command is to be decided by version 9 of the rules, and this build knows those up to 1.";
			Awaitility.await()
				.dontCatchUncaughtExceptions()
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(output).contains(waits));
			assertThat(body(instance, "/status")).contains("newer decision rules");
			assertThat(get(instance, "/actuator/health/readiness")).isEqualTo(503);
			assertThat(get(instance, "/actuator/health/liveness")).isEqualTo(200);
			int waiting = position.partition();
			int partitions = instance.getBean(CommandPartitions.class).count();
			for (int i = 0; i < 20; i++) {
				assertThat(register(instance, address(i, partitions, (partition) -> partition != waiting)))
					.isEqualTo(201);
			}
			assertThat(register(instance, address(0, partitions, (partition) -> partition == waiting))).isEqualTo(503);
			try (Admin admin = Admin
				.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, own.bootstrapServers()))) {
				admin.deleteRecords(Map.of(new TopicPartition(position.topic(), position.partition()),
						RecordsToDelete.beforeOffset(position.offset() + 1)))
					.all()
					.get();
			}
			Awaitility.await()
				.dontCatchUncaughtExceptions()
				.atMost(PATIENCE)
				// 409 if a try that was answered 503 is decided by then.
				.untilAsserted(() -> assertThat(register(instance, "newer@example.com")).isIn(201, 409));
			awaitReady(instance);
			assertThat(output.getAll().split("is not decided here", -1)).hasSize(2);
			assertThat(output).doesNotContain("is a dead letter");
		}
	}

	private static String address(int number, int partitions, IntPredicate partition) {
		return IntStream.iterate(number, (i) -> i + 1000)
			.mapToObj((i) -> "other" + i + "@example.com")
			.filter((address) -> partition
				.test(CommandPartitions.of(address.getBytes(StandardCharsets.UTF_8), partitions)))
			.findFirst()
			.orElseThrow();
	}

	private static RecordMetadata send(TestKafka kafka, ProducerRecord<String, String> record) throws Exception {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			return producer.send(record).get();
		}
	}

	private static void changeState(TestKafka kafka, String address, String state) throws Exception {
		send(kafka, new ProducerRecord<>("command-service-registrations-changelog", address, state));
	}

}
