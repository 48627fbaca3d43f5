/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.KafkaException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * However opening the gateway fails, it leaves no thread.
 */
class CommandGatewayIntegrationTests {

	private final Set<Thread> before = threads();

	private final KafkaReachability reachability = new KafkaReachability(() -> true, Duration.ofSeconds(1));

	private final GatewayProperties properties = new GatewayProperties("test", Duration.ofSeconds(1), 10);

	@Test
	void theFirstChannelIsClosedIfTheSecondFails() {
		CommandGateway gateway = gateway("127.0.0.1:1",
				Map.of(ProducerConfig.PARTITIONER_CLASS_CONFIG, NotInBulk.class.getName()));
		assertThatExceptionOfType(org.apache.kafka.common.KafkaException.class).isThrownBy(() -> gateway.open(1));
		assertNoThreadIsLeft();
		assertThat(gateway.isOpen()).isFalse();
	}

	@Test
	void bothChannelsAreClosedOnAnInterrupt() {
		CommandGateway gateway = gateway("127.0.0.1:1", Map.of());
		CompletableFuture<Void> failed = new CompletableFuture<>();
		Thread opening = new Thread(() -> {
			try {
				gateway.open(1);
			}
			catch (InterruptedException ex) {
				failed.completeExceptionally(ex);
			}
		});
		opening.start();
		Awaitility.await()
			.until(() -> threads().stream().anyMatch((thread) -> thread.getName().startsWith("user-replies-bulk")));
		opening.interrupt();
		assertThat(failed).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseInstanceOf(InterruptedException.class);
		assertNoThreadIsLeft();
	}

	@Test
	void aClosedGatewayIsNotReopenedByAnAttemptInProgress() throws InterruptedException {
		try (TestKafka kafka = Backends.newKafka()) {
			CommandGateway gateway = gateway(kafka.bootstrapServers(), Map.of());
			gateway.close();
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> gateway.open(1))
				.isInstanceOf(KafkaException.class);
			assertThat(gateway.isOpen()).isFalse();
			assertNoThreadIsLeft();
		}
	}

	private CommandGateway gateway(String bootstrapServers, Map<String, Object> more) {
		Map<String, Object> configs = new HashMap<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
		configs.putAll(more);
		return new CommandGateway(this.properties, configs, Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
				bootstrapServers, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false), this.reachability);
	}

	private void assertNoThreadIsLeft() {
		this.reachability.close();
		Awaitility.await().untilAsserted(() -> {
			Set<Thread> left = threads();
			left.removeAll(this.before);
			assertThat(left).isEmpty();
		});
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("(kafka-producer|user-replies).*"))
			.collect(Collectors.toSet());
	}

	/**
	 * Fails the producer of imports, the only one with a linger.
	 */
	public static final class NotInBulk extends RoundRobinPartitioner {

		@Override
		public void configure(Map<String, ?> configs) {
			if (!"0".equals(String.valueOf(configs.get(ProducerConfig.LINGER_MS_CONFIG)))) {
				throw new IllegalStateException("not this one");
			}
		}

	}

}
