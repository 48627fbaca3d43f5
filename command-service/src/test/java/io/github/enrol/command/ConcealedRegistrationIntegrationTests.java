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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.testing.WholeTopic;
import io.github.enrol.testing.openapi.Conformance;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody who wants to know whether an address is registered.
 */
class ConcealedRegistrationIntegrationTests {

	private static final Set<String> OF_EACH_RESPONSE = Set.of("date", "x-request-id");

	@RegisterExtension
	private static final CommandServiceExtension service = new CommandServiceExtension(
			"--registration.conceal-registered=true", "--registration.reply-timeout=2s");

	@Test
	void learnsNothingFromTheResponse() throws Exception {
		String free = register("Ada", "ada@example.com", "\"k1\"", "application/json");
		awaitEvents(1);
		assertThat(free).startsWith("202 ")
			.endsWith("{\"state\":\"accepted\"}")
			.doesNotContainIgnoringCase("location", "user_id", "links", "ada");
		assertThat(register("Ada", "ADA@example.com", "\"k2\"", "application/json")).isEqualTo(free);
		assertThat(register("Ada", "ada@example.com", "\"k1\"", "application/json")).isEqualTo(free);
		assertThat(register("Eve", "ada@example.com", "\"k1\"", "application/json")).isEqualTo(free);
		assertThat(register("Bob", "bob@example.com", null, "application/json")).isEqualTo(free);
		awaitEvents(2);
		String hal = register("Cid", "cid@example.com", null, "application/hal+json");
		assertThat(hal).contains("content-type=[application/hal+json]");
		assertThat(register("Cid", "cid@example.com", null, "application/hal+json")).isEqualTo(hal);
		awaitEvents(3);
		assertThat(WholeTopic.read(service.kafka().bootstrapServers(), UserEvents.TOPIC, new UserEventDeserializer()))
			.extracting((event) -> event.key())
			.containsExactlyInAnyOrder("ada@example.com", "bob@example.com", "cid@example.com");
		assertThat(WholeTopic.read(service.kafka().bootstrapServers(), "user-replies", new StringDeserializer()))
			.isEmpty();
		// Without a correlation id no reply can be waited for: it would take as long as
		// the decision.
		assertThat(WholeTopic.read(service.kafka().bootstrapServers(), "user-commands", new StringDeserializer()))
			.isNotEmpty()
			.allSatisfy((command) -> assertThat(command.headers().lastHeader(KafkaHeaders.CORRELATION_ID)).isNull());
		assertThatEachWaitsForTheBeat();
		// No address is needed to be wrong.
		assertThat(register("", "ada@example.com", null, "application/json")).startsWith("400 ");
		service.kafka().stop();
		// Until the outage is known, a command may be on its way.
		Awaitility.await()
			.until(() -> register("Dan", "eve@example.com", "\"k3\"", "application/json")
				.contains("This try was not sent"));
		Set<String> unavailable = List.of("ada@example.com", "dan@example.com")
			.stream()
			.map((email) -> register("Dan", email, "\"k3\"", "application/json"))
			.collect(Collectors.toSet());
		assertThat(unavailable).hasSize(1).allMatch((response) -> response.startsWith("503 "));
		service.kafka().start();
	}

	/**
	 * When what the decision delays is over; {@code benchmarks/run enumerate} measures
	 * what that leaves.
	 */
	private static void assertThatEachWaitsForTheBeat() {
		long fastest = IntStream.range(0, 20).mapToLong((i) -> {
			long start = System.nanoTime();
			register("Ada", "ada@example.com", null, "application/json");
			return System.nanoTime() - start;
		}).min().orElseThrow();
		assertThat(Duration.ofNanos(fastest)).isGreaterThan(Duration.ofMillis(10));
	}

	private static void awaitEvents(int count) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> WholeTopic
				.read(service.kafka().bootstrapServers(), UserEvents.TOPIC, new UserEventDeserializer())
				.size() == count);
	}

	/**
	 * Returns all of the response but the two headers that each has of its own.
	 */
	private static String register(String name, String email, String key, String accept) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(CommandServiceExtension.uri(service.instance(), "/user/registration"))
			.header("Content-Type", "application/json")
			.header("Accept", accept)
			.POST(BodyPublishers.ofString("{\"username\":\"%s\",\"email\":\"%s\"}".formatted(name, email)));
		if (key != null) {
			request.header("Idempotency-Key", key);
		}
		try {
			HttpResponse<String> response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
			assertThat(Conformance.of("command-service").flaws(response)).isEmpty();
			Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
			headers.keySet().removeAll(OF_EACH_RESPONSE);
			return response.statusCode() + " " + headers + " " + response.body();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
