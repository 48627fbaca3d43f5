/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.enrol.kafka.BootstrapServers;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class StreamsClientsIntegrationTests {

	/** RFC 6761: never resolves. */
	private static final Map<String, Object> NOWHERE = Map.of("bootstrap.servers", "kafka.invalid:9092");

	@Test
	void clientsAreNotCreatedBeforeABrokerAnswersAndAStopEndsTheWait(CapturedOutput output) {
		// On two processors, the common pool has one thread.
		Executor threads = (task) -> new Thread(task).start();
		StreamsClients clients = new StreamsClients(new BootstrapServers(NOWHERE), new StreamThreadFailures());
		CompletableFuture<Producer<byte[], byte[]>> producer = CompletableFuture
			.supplyAsync(() -> clients.getProducer(NOWHERE), threads);
		CompletableFuture<Consumer<byte[], byte[]>> consumer = CompletableFuture
			.supplyAsync(() -> clients.getRestoreConsumer(NOWHERE), threads);
		Awaitility.await()
			.untilAsserted(() -> assertThat(output)
				.containsPattern("(?s)(Kafka Streams waits for Kafka: kafka.invalid:9092 does not resolve.*){2}"));
		assertThat(producer).isNotDone();
		assertThat(consumer).isNotDone();
		clients.close();
		assertThat(producer).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.havingRootCause()
			.isInstanceOf(KafkaException.class)
			.withMessage("closed");
		Awaitility.await().until(consumer::isCompletedExceptionally);
	}

}
