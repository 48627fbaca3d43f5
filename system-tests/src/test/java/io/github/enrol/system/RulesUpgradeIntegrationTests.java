/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.gateway.DecisionRules;
import io.github.enrol.embedded.Ports;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.system.sabotage.SecondRules;
import io.github.enrol.testing.WholeTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * New decision rules are rolled out in two steps under load (ADR 24), and an old build
 * that joins too late decides nothing by rules that it does not know. Takes minutes, so
 * it runs only on request: {@code -Dit.test=RulesUpgradeIntegrationTests}.
 */
class RulesUpgradeIntegrationTests {

	private static final int CALLERS = 4;

	/** Where a caller rests for a moment, so that no processor is lost to the load. */
	private static final Duration PAUSE = Duration.ofMillis(10);

	private final HttpClient http = HttpClient.newHttpClient();

	/** The ids that callers were given, by address. */
	private final Map<String, String> registered = new ConcurrentHashMap<>();

	private final List<Integer> ports = List.of(Ports.free(), Ports.free());

	private final List<ServiceProcess> services = new CopyOnWriteArrayList<>();

	private final AtomicInteger users = new AtomicInteger();

	private volatile boolean stopped;

	@TempDir
	private Path directory;

	@Test
	void eachCommandIsDecidedByItsVersionWhateverTheBuild() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		try (Brokers brokers = new Brokers(this.directory.resolve("kafka"), 1)) {
			brokers.awaitReady();
			for (int i = 0; i < 2; i++) {
				this.services.add(start(brokers, "rules-" + i, this.ports.get(i), 1));
			}
			this.services.forEach(ServiceProcess::awaitReady);
			List<Future<?>> load = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				load.add(callers.submit(this::registerUntilStopped));
			}
			awaitProgress();
			for (int version = 1; version <= 2; version++) {
				for (int i = 0; i < 2; i++) {
					this.services.get(i).terminate();
					this.services.set(i,
							start(brokers, "rules-" + i, this.ports.get(i), version, SecondRules.javaOption()));
					this.services.get(i).awaitReady();
				}
				awaitProgress();
			}
			try (ServiceProcess old = start(brokers, "rules-old", Ports.free(), 1)) {
				Awaitility.await()
					.atMost(Duration.ofMinutes(2))
					.until(() -> Files.readString(old.output()).contains("is not decided here"));
				assertThat(status(old, "readiness")).isEqualTo(503);
				assertThat(status(old, "liveness")).isEqualTo(200);
				old.terminate();
			}
			awaitProgress();
			this.stopped = true;
			for (Future<?> caller : load) {
				caller.get();
			}
			assertDecidedByTheirVersions(brokers.bootstrapServers());
		}
		finally {
			this.stopped = true;
			callers.shutdownNow();
			this.services.forEach(ServiceProcess::close);
		}
	}

	private ServiceProcess start(Brokers brokers, String name, int port, int version, String... javaOptions) {
		Map<String, String> properties = new HashMap<>(Map.of("spring.kafka.bootstrap-servers",
				brokers.bootstrapServers(), "registration.instance-id", name, "registration.partitions", "4",
				"registration.replication-factor", "1", "registration.reply-timeout", "2s",
				"spring.kafka.streams.state-dir", this.directory.resolve(name).toString()));
		if (version > 1) {
			properties.put("registration.rules-version", Integer.toString(version));
		}
		return ServiceProcess.start("command-service", name, port, properties, javaOptions);
	}

	/**
	 * Returns when a hundred more users are registered at any of the instances.
	 */
	private void awaitProgress() {
		int before = this.registered.size();
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> this.registered.size() > before + 100);
	}

	private void registerUntilStopped() {
		while (!this.stopped) {
			register(this.users.incrementAndGet());
			ManagedProcess.pause(PAUSE);
		}
	}

	/**
	 * Tries again, with the same key, at one instance after the other.
	 */
	private void register(int user) {
		String email = "user" + user + "@example.com";
		String body = "{\"username\": \"User %d\", \"email\": \"%s\"}".formatted(user, email);
		for (int i = user; !this.registered.containsKey(email); i++) {
			URI uri = URI.create("http://127.0.0.1:" + this.ports.get(i % 2) + "/user/registration");
			try {
				HttpResponse<String> response = this.http.send(HttpRequest.newBuilder(uri)
					.timeout(Duration.ofSeconds(5))
					.header("Content-Type", "application/json")
					.header("Idempotency-Key", "\"" + user + "\"")
					.POST(BodyPublishers.ofString(body))
					.build(), BodyHandlers.ofString());
				assertThat(response.statusCode()).as(response.body()).isIn(201, 503);
				if (response.statusCode() == 201) {
					this.registered.put(email, response.body().replaceAll("(?s).*\"user_id\":\"(\\w+)\".*", "$1"));
				}
			}
			catch (IOException ex) {
				ManagedProcess.pause(PAUSE);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	private int status(ServiceProcess service, String probe) throws Exception {
		return this.http
			.send(HttpRequest.newBuilder(service.uri("/actuator/health/" + probe)).build(), BodyHandlers.discarding())
			.statusCode();
	}

	private void assertDecidedByTheirVersions(String bootstrapServers) {
		Map<String, Integer> versions = new HashMap<>();
		WholeTopic.read(bootstrapServers, CommandRecords.COMMANDS_TOPIC, new ByteArrayDeserializer())
			.forEach((command) -> versions.putIfAbsent(command.key(), DecisionRules.version(command.headers())));
		Map<String, UserRegistered> events = new HashMap<>();
		for (ConsumerRecord<String, UserEvent> record : WholeTopic.read(bootstrapServers, UserEvents.TOPIC,
				new UserEventDeserializer())) {
			assertThat(events.put(record.key(), (UserRegistered) record.value())).as("registered twice").isNull();
		}
		assertThat(events.keySet()).isEqualTo(this.registered.keySet());
		events.forEach((email, event) -> {
			assertThat(event.userId()).isEqualTo(this.registered.get(email));
			assertThat(event.username().startsWith("USER ")).as(email).isEqualTo(versions.get(email) == 2);
		});
		List<Long> counts = IntStream.of(1, 2)
			.mapToObj((version) -> versions.values().stream().filter((each) -> each == version).count())
			.toList();
		System.out.println("Registered by each version of the rules: " + counts);
		assertThat(counts).allMatch((count) -> count > 100);
		assertThat(WholeTopic.read(bootstrapServers, "user-commands.dlt", new ByteArrayDeserializer())).isEmpty();
	}

}
