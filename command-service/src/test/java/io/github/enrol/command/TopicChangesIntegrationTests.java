/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.WholeTopic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Topics that change while the service uses them.
 */
@ExtendWith(OutputCaptureExtension.class)
class TopicChangesIntegrationTests {

	/** Of {@code registration.partitions} in tests. */
	private static final int PARTITIONS = 4;

	@RegisterExtension
	private static final CommandServiceExtension main = new CommandServiceExtension();

	@Test
	void noAddressRegistersTwiceAndNoneAtAllAfterTopicsWereEnlarged(CapturedOutput output) throws Exception {
		Set<String> registered = ConcurrentHashMap.newKeySet();
		AtomicBoolean enough = new AtomicBoolean();
		try (TestKafka own = Backends.newKafka();
				ConfigurableApplicationContext instance = main.start(own, "enlarged",
						// A producer that knows of new partitions at once.
						"--spring.kafka.producer.properties.metadata.max.age.ms=100")) {
			awaitReady(instance);
			ExecutorService callers = Executors.newFixedThreadPool(4);
			List<Future<?>> calls = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				String prefix = "caller" + i + "-";
				calls.add(callers.submit(() -> {
					for (int j = 0; !enough.get(); j++) {
						String email = prefix + j + "@example.com";
						if (register(instance, email) == 201) {
							registered.add(email);
							assertThat(register(instance, email)).isNotEqualTo(201);
						}
					}
					return null;
				}));
			}
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> registered.size() > 200);
			enlarge(own, "user-commands", UserEvents.TOPIC, "command-service-registrations-changelog");
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> get(instance, "/actuator/health/readiness") == 503
						&& get(instance, "/actuator/health/liveness") == 503);
			enough.set(true);
			for (Future<?> call : calls) {
				call.get();
			}
			callers.shutdown();
			for (String email : registered.stream().limit(50).toList()) {
				assertThat(register(instance, email)).isEqualTo(503);
			}
			assertThat(output).contains("user-commands has 8 partitions and had 4 when this instance started")
				.doesNotContain("Use 'org.apache.kafka.tools.StreamsResetter'");
			Awaitility.await().untilAsserted(() -> assertThat(keys(own)).containsAll(registered));
			assertThat(keys(own)).doesNotHaveDuplicates();
			assertThat(WholeTopic.read(own.bootstrapServers(), "user-commands", new StringDeserializer()))
				.extracting(ConsumerRecord::partition)
				.allMatch((partition) -> partition < PARTITIONS);
			assertThat(WholeTopic.read(own.bootstrapServers(), "user-commands.dlt", new StringDeserializer()))
				.isEmpty();
			assertThatThrownBy(() -> main.start(own, "after")).rootCause()
				.hasMessageContaining("were enlarged to 8 partitions");
		}
	}

	private static List<String> keys(TestKafka kafka) {
		return WholeTopic.read(kafka.bootstrapServers(), UserEvents.TOPIC, new UserEventDeserializer())
			.stream()
			.map(ConsumerRecord::key)
			.toList();
	}

	private static void enlarge(TestKafka kafka, String... topics) throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
			admin
				.createPartitions(Stream.of(topics)
					.collect(Collectors.toMap((topic) -> topic, (topic) -> NewPartitions.increaseTo(2 * PARTITIONS))))
				.all()
				.get();
		}
	}

}
