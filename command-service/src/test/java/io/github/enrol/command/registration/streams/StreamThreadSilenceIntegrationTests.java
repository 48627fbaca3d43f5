/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.TestTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thread that hangs in one record, and one that has nothing to do.
 */
@ExtendWith(OutputCaptureExtension.class)
class StreamThreadSilenceIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(2);

	private final CountDownLatch end = new CountDownLatch(1);

	private volatile Duration reachable = Duration.ofHours(1);

	@Test
	void aHangingThreadIsNoticedAndItsPlaceLoggedOnce(@TempDir Path state, CapturedOutput output) throws Exception {
		try (TestKafka kafka = Backends.newKafka()) {
			notice(kafka, state, output);
		}
	}

	private void notice(TestKafka kafka, Path state, CapturedOutput output) throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
			TestTopics.create(admin, new NewTopic("hanging", 1, (short) 1));
		}
		Topology topology = new Topology().addSource("source", "hanging")
			.addProcessor("processor", HangingProcessor::new, "source");
		try (KafkaStreams streams = new KafkaStreams(topology, config(kafka, state))) {
			StreamThreadSilence silence = new StreamThreadSilence(streams::metrics, () -> this.reachable, LIMIT);
			streams.start();
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> streams.state() == KafkaStreams.State.RUNNING);
			assertThat(silence.isTooLong()).isFalse();
			try (KafkaProducer<String, String> producer = new KafkaProducer<>(
					Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(),
					new StringSerializer())) {
				producer.send(new ProducerRecord<>("hanging", "key", "value")).get();
			}
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(silence::isTooLong);
			assertThat(silence.isTooLong()).isTrue();
			assertThat(output).containsOnlyOnce("hangs: its last poll was").contains("HangingProcessor.process");
			this.reachable = LIMIT;
			assertThat(silence.isTooLong()).as("just after an outage").isFalse();
			this.reachable = Duration.ofHours(1);
			this.end.countDown();
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !silence.isTooLong());
		}
	}

	private static Properties config(TestKafka kafka, Path state) {
		Properties config = new Properties();
		config.putAll(Map.of(StreamsConfig.APPLICATION_ID_CONFIG, "hanging", StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
				kafka.bootstrapServers(), StreamsConfig.STATE_DIR_CONFIG, state.toString(),
				StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.String().getClass(),
				StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.String().getClass(),
				StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest"));
		return config;
	}

	private final class HangingProcessor extends ContextualProcessor<String, String, Void, Void> {

		@Override
		public void process(Record<String, String> record) {
			try {
				StreamThreadSilenceIntegrationTests.this.end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
