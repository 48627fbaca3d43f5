/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.enrol.embedded.EmbeddedKafka;
import io.github.enrol.embedded.Ports;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static io.github.enrol.command.CommandServiceExtension.awaitReady;
import static io.github.enrol.command.CommandServiceExtension.get;
import static io.github.enrol.command.CommandServiceExtension.register;
import static io.github.enrol.command.CommandServiceExtension.uri;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three brokers, of which two must be in sync.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("own-servers")
class TooFewBrokersIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	@Test
	void registrationsThatCannotBeWrittenAreRefusedAtOnceAsNotSent(CapturedOutput output) throws Exception {
		List<Integer> controllers = Stream.generate(Ports::free).limit(3).toList();
		List<EmbeddedKafka> brokers = IntStream.rangeClosed(1, 3)
			.mapToObj((id) -> new EmbeddedKafka(this.directory.resolve("kafka-" + id), id, controllers, Ports.free(),
					Ports.free(), Ports.free()))
			.toList();
		start(brokers);
		try (ConfigurableApplicationContext instance = service(brokers)) {
			awaitReady(instance);
			assertThat(register(instance, "before@example.com")).isEqualTo(201);
			brokers.get(2).stop();
			assertThat(register(instance, "two@example.com")).isEqualTo(201);
			brokers.get(1).stop();
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
				long start = System.nanoTime();
				HttpResponse<String> answer = send(instance);
				assertThat(answer.statusCode()).isEqualTo(503);
				assertThat(answer.body()).contains("outcome-unknown", "This try was not sent");
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
			});
			assertThat(output).containsPattern(
					"partitions are refused: partition \\d of [a-z_-]+ has (1 in-sync replicas|no leader)");
			assertThat(get(instance, "/actuator/health/readiness")).isEqualTo(503);
			assertThat(get(instance, "/actuator/health/liveness")).isEqualTo(200);
			start(brokers.subList(1, 3));
			awaitReady(instance);
			// Another address each time: a try that was not answered may have registered
			// one.
			AtomicInteger tries = new AtomicInteger();
			Awaitility.await()
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(register(instance, "after" + tries.getAndIncrement() + "@example.com"))
					.isEqualTo(201));
		}
		finally {
			close(brokers);
		}
	}

	private static void start(List<EmbeddedKafka> brokers) {
		CompletableFuture
			.allOf(brokers.stream()
				.map((broker) -> CompletableFuture.runAsync(broker::start, (task) -> new Thread(task).start()))
				.toArray(CompletableFuture[]::new))
			.join();
	}

	/** A node that is left without a quorum would wait for it for five minutes. */
	private static void close(List<EmbeddedKafka> brokers) throws InterruptedException {
		List<Thread> closing = brokers.stream().map((broker) -> new Thread(broker::close)).toList();
		closing.forEach(Thread::start);
		for (Thread node : closing) {
			node.join(5000);
			node.interrupt();
			node.join();
		}
	}

	private ConfigurableApplicationContext service(List<EmbeddedKafka> brokers) {
		return CommandServiceApplication.application()
			.run("--server.port=0", "--registration.instance-id=few", "--registration.partitions=2",
					"--spring.kafka.bootstrap-servers="
							+ brokers.stream().map(EmbeddedKafka::bootstrapServers).collect(Collectors.joining(",")),
					"--spring.kafka.streams.state-dir=" + this.directory.resolve("state"));
	}

	private static HttpResponse<String> send(ConfigurableApplicationContext instance) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri(instance, "/user/registration"))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"username\":\"User\",\"email\":\"few@example.com\"}"))
				.build(), BodyHandlers.ofString());
	}

}
