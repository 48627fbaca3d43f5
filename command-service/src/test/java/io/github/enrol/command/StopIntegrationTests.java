/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.WholeTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;

import static io.github.enrol.command.CommandServiceExtension.awaitReady;
import static io.github.enrol.command.CommandServiceExtension.get;
import static io.github.enrol.command.CommandServiceExtension.uri;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stop accepts no more requests, answers the accepted ones, and ends in time. No other
 * instance takes over here.
 */
class StopIntegrationTests {

	private static final int CALLERS = 8;

	/** The sum of all components' limits. */
	private static final Duration LIMIT = Duration.ofSeconds(13);

	private static ExecutorService executor;

	@RegisterExtension
	private static final CommandServiceExtension main = new CommandServiceExtension();

	/** Not with the class, which has them again when a failed test is repeated. */
	@BeforeAll
	static void startThreads() {
		executor = Executors.newCachedThreadPool();
	}

	@AfterAll
	static void shutDown() {
		executor.shutdownNow();
	}

	/**
	 * Stop dependents before their dependencies: readiness is refused before any of
	 * these, then the web server drains while everything behind it works, then the
	 * gateway closes, then Kafka Streams decides the commands already in the log. In
	 * another order, requests would stay unanswered.
	 */
	@Test
	void stopsInThisOrder() {
		Map<String, Lifecycle> beans = main.instance().getBeansOfType(Lifecycle.class);
		Map<String, Integer> phases = beans.entrySet()
			.stream()
			// Runs no task that a request waits for; has no lifecycle with virtual
			// threads.
			.filter((bean) -> !bean.getKey().equals("applicationTaskExecutor"))
			.collect(Collectors.toMap(Map.Entry::getKey,
					(bean) -> (bean.getValue() instanceof Phased phased) ? phased.getPhase() : 0));
		List<String> order = phases.entrySet()
			.stream()
			.sorted(Comparator.comparing(Map.Entry<String, Integer>::getValue)
				.reversed()
				.thenComparing(Map.Entry::getKey))
			.map((bean) -> bean.getKey() + " " + bean.getValue())
			.toList();
		assertThat(order).containsExactly(
				// Has no listeners: the gateway reads replies.
				"org.springframework.kafka.config.internalKafkaListenerEndpointRegistry 2147483547",
				// No more connections are accepted, and requests are answered.
				"webServerGracefulShutdown 2147482623", "webServerStartStop 2147481599",
				// Spring's own, which runs this shutdown.
				"lifecycleProcessor 0",
				// The gateway with its producers, then Kafka Streams.
				"registrationStreams 0", "&defaultKafkaStreamsBuilder -1",
				// Has no producer: the gateway creates and closes its own.
				"springBootLoggingLifecycle -2147483647", "kafkaProducerFactory -2147483648");
	}

	@Test
	void aSingleInstanceAnswersAcceptedRequestsAndThenRefusesConnections() throws Exception {
		try (TestKafka own = Backends.newKafka()) {
			ConfigurableApplicationContext instance = main.start(own, "stop-alone");
			awaitReady(instance);
			Set<String> registered = ConcurrentHashMap.newKeySet();
			Queue<String> others = new ConcurrentLinkedQueue<>();
			List<Future<?>> callers = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				String prefix = "caller" + i + "-";
				callers.add(executor.submit(() -> {
					for (int j = 0;; j++) {
						String email = prefix + j + "@example.com";
						HttpURLConnection answer = register(instance, email);
						if (answer.getResponseCode() == 201) {
							registered.add(email);
						}
						else {
							others.add(new String(answer.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
						}
					}
				}));
			}
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> registered.size() > 500);
			long start = System.nanoTime();
			instance.close();
			Duration stop = Duration.ofNanos(System.nanoTime() - start);
			// Each caller ends when its connection is refused.
			Awaitility.await().until(() -> callers.stream().allMatch(Future::isDone));
			assertThat(others).isEmpty();
			assertThat(stop).isLessThan(LIMIT);
			assertThat(keys(own)).containsAll(registered);
		}
	}

	@Test
	void usersAreRegisteredDuringTheShutdownDelay() throws Exception {
		ConfigurableApplicationContext instance = main.start(main.kafka(), "stop-late", "--server.shutdown-delay=5m");
		awaitReady(instance);
		Thread stopping = new Thread(instance::close);
		stopping.start();
		Awaitility.await().until(() -> get(instance, "/actuator/health/readiness") == 503);
		assertThat(get(instance, "/actuator/health/liveness")).isEqualTo(200);
		assertThat(register(instance, "late@example.com").getResponseCode()).isEqualTo(201);
		// Ends the delay.
		stopping.interrupt();
		stopping.join(LIMIT.toMillis());
		assertThat(instance.isActive()).isFalse();
	}

	@Test
	void aRunningImportEndsEarlyWithAResultForEachAcceptedLine() throws Exception {
		try (TestKafka own = Backends.newKafka()) {
			ConfigurableApplicationContext instance = main.start(own, "stop-import");
			awaitReady(instance);
			try (ImportClient client = new ImportClient(uri(instance, "/user/registrations"), "stop", line(0))) {
				CountDownLatch sent = new CountDownLatch(1000);
				executor.submit(() -> {
					// Ends with the connection.
					for (int i = 1;; i++) {
						client.send(line(i));
						sent.countDown();
					}
				});
				sent.await();
				Future<?> closing = executor.submit(instance::close);
				List<JsonNode> results = client.results();
				closing.get();
				JsonNode last = results.get(results.size() - 1);
				assertThat(last.path("complete").asBoolean(true)).isFalse();
				assertThat(last.path("problem").path("type").asString()).endsWith("/service-unavailable");
				assertThat(last.path("total").asInt()).isEqualTo(results.size() - 1);
				assertThat(last.path("registered").asInt()).isEqualTo(results.size() - 1);
				// Lines without a result were not accepted.
				assertThat(keys(own)).hasSize(results.size() - 1);
			}
		}
	}

	@Test
	void aConnectingInstanceStopsInTimeAndLeavesNoThread() throws Exception {
		try (TestKafka own = Backends.newKafka()) {
			Set<Long> before = threads();
			own.stop();
			ConfigurableApplicationContext instance = main.start(own, "stop-early");
			long start = System.nanoTime();
			instance.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
			Awaitility.await().untilAsserted(() -> {
				Set<Long> left = threads();
				left.removeAll(before);
				assertThat(left).isEmpty();
			});
		}
	}

	/**
	 * Returns the ids of the gateway's threads.
	 */
	private static Set<Long> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("(kafka-(connector|producer|admin|reach)|user-replies).*"))
			.map(Thread::getId)
			.collect(Collectors.toSet());
	}

	private static Set<String> keys(TestKafka kafka) {
		return WholeTopic.read(kafka.bootstrapServers(), UserEvents.TOPIC, new UserEventDeserializer())
			.stream()
			.map(ConsumerRecord::key)
			.collect(Collectors.toSet());
	}

	/**
	 * Uses a new connection: a persistent one may be closed at the moment of its use.
	 * @throws IOException if the connection is refused or broken
	 */
	private static HttpURLConnection register(ConfigurableApplicationContext instance, String email)
			throws IOException {
		HttpURLConnection connection = (HttpURLConnection) uri(instance, "/user/registration").toURL().openConnection();
		connection.setDoOutput(true);
		connection.setRequestProperty("Content-Type", "application/json");
		connection.setRequestProperty("Connection", "close");
		connection.getOutputStream()
			.write("{\"username\":\"User\",\"email\":\"%s\"}".formatted(email).getBytes(StandardCharsets.UTF_8));
		return connection;
	}

	private static String line(int number) {
		return "{\"username\": \"User\", \"email\": \"line" + number + "@example.com\"}\n";
	}

}
