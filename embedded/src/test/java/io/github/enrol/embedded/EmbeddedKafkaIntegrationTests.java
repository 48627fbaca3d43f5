/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The embedded broker keeps its data and its address, and exclusive use of its directory.
 */
@Tag("own-servers")
class EmbeddedKafkaIntegrationTests {

	@TempDir
	Path directory;

	@Test
	void keepsRecordsAndAddressAcrossRestarts() throws Exception {
		try (EmbeddedKafka kafka = new EmbeddedKafka(this.directory, 0)) {
			kafka.start();
			try (Admin admin = Admin.create(connection(kafka))) {
				admin.createTopics(Set.of(new NewTopic("greetings", 1, (short) 1))).all().get();
			}
			sendInTransaction(kafka, "before");
			kafka.stop();
			kafka.start();
			sendInTransaction(kafka, "after");
			assertThat(read(kafka)).containsExactly("before", "after");
		}
	}

	@Test
	void startsOnATurkishSystem() {
		Locale before = Locale.getDefault();
		try (EmbeddedKafka kafka = new EmbeddedKafka(this.directory, 0)) {
			Locale.setDefault(new Locale("tr", "TR"));
			kafka.start();
			assertThat(Locale.getDefault()).isEqualTo(Locale.ROOT);
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void doesNotCreateTopicsImplicitly() throws Exception {
		try (EmbeddedKafka kafka = new EmbeddedKafka(this.directory, 0)) {
			kafka.start();
			try (KafkaConsumer<String, String> consumer = consumer(kafka);
					Admin admin = Admin.create(connection(kafka))) {
				consumer.subscribe(Set.of("misspelt"));
				consumer.poll(Duration.ofMillis(500));
				assertThat(admin.listTopics().names().get()).doesNotContain("misspelt");
			}
		}
	}

	@Test
	void refusesADirectoryThatIsInUse() {
		try (EmbeddedKafka kafka = new EmbeddedKafka(this.directory, 0);
				EmbeddedKafka second = new EmbeddedKafka(this.directory, 0)) {
			kafka.start();
			assertThatExceptionOfType(StartException.class).isThrownBy(second::start)
				.withMessage("The data directory %s is in use by another running instance.", this.directory);
		}
	}

	@Test
	void refusesAPortThatIsTaken() {
		try (EmbeddedKafka kafka = new EmbeddedKafka(this.directory.resolve("1"), 0)) {
			kafka.start();
			int port = Integer.parseInt(kafka.bootstrapServers().split(":")[1]);
			try (EmbeddedKafka second = new EmbeddedKafka(this.directory.resolve("2"), port)) {
				assertThatExceptionOfType(StartException.class).isThrownBy(second::start)
					.withMessage("Port %d, meant for the Kafka broker, is already in use.", port);
			}
		}
	}

	private static void sendInTransaction(EmbeddedKafka kafka, String value) {
		Map<String, Object> properties = connection(kafka);
		properties.put("transactional.id", "test");
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties, new StringSerializer(),
				new StringSerializer())) {
			producer.initTransactions();
			producer.beginTransaction();
			producer.send(new ProducerRecord<>("greetings", value));
			producer.commitTransaction();
		}
	}

	private static List<String> read(EmbeddedKafka kafka) {
		try (KafkaConsumer<String, String> consumer = consumer(kafka)) {
			consumer.assign(Set.of(new TopicPartition("greetings", 0)));
			consumer.seekToBeginning(consumer.assignment());
			return consumer.poll(Duration.ofSeconds(10))
				.records(new TopicPartition("greetings", 0))
				.stream()
				.map(ConsumerRecord::value)
				.toList();
		}
	}

	private static KafkaConsumer<String, String> consumer(EmbeddedKafka kafka) {
		Map<String, Object> properties = connection(kafka);
		properties.put("group.id", "test");
		properties.put("isolation.level", "read_committed");
		return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
	}

	private static Map<String, Object> connection(EmbeddedKafka kafka) {
		return new HashMap<>(Map.of("bootstrap.servers", kafka.bootstrapServers()));
	}

}
