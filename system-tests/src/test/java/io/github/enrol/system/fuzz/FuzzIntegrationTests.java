/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.fuzz;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.enrol.system.fuzz.Request.Service;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bad input is refused as documented and has no side effects. Each request has a seed:
 * {@code -Dfuzz.requests=100000} sends more than the short form, {@code -Dfuzz.seed=1234
 * -Dfuzz.requests=1} repeats one of them.
 */
class FuzzIntegrationTests {

	private static final long SEED = Long.getLong("fuzz.seed", 1);

	private static final int REQUESTS = Integer.getInteger("fuzz.requests", 3000);

	private static final int CLIENTS = 16;

	private static final int MAX_FAILURES = 30;

	private static final int MAX_CUTS = 500;

	private static final JsonMapper json = new JsonMapper();

	private final Rules rules = new Rules();

	private final Map<String, Integer> statuses = new ConcurrentHashMap<>();

	private final Set<String> registered = ConcurrentHashMap.newKeySet();

	/** By rule: one failure of each kind is enough. */
	private final Map<String, String> failures = new ConcurrentHashMap<>();

	@Test
	void badInputIsRefusedAndHasNoSideEffects(@TempDir Path directory) throws Exception {
		try (FuzzedServices services = new FuzzedServices(directory)) {
			long start = System.nanoTime();
			sendAll(services);
			System.out.printf("Fuzzed with %d requests from seed %d in %d s: %s%n", REQUESTS, SEED,
					(System.nanoTime() - start) / 1_000_000_000, new TreeMap<>(this.statuses));
			assertThat(this.failures.values()).isEmpty();
			assertServing(services);
			assertThat(services.log()).noneMatch(Bodies::isMarked)
				.noneMatch((line) -> line.contains(" ERROR ") || line.startsWith("\tat "));
			for (Service service : Service.values()) {
				assertThat(services.send(Request.get(service, "/actuator/prometheus")).get(0).body()).isNotEmpty()
					.satisfies((body) -> assertThat(Bodies.isMarked(body)).isFalse());
			}
		}
	}

	private void sendAll(FuzzedServices services) throws InterruptedException {
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		AtomicLong next = new AtomicLong(SEED);
		for (int i = 0; i < CLIENTS; i++) {
			clients.execute(() -> {
				for (long seed = next.getAndIncrement(); seed < SEED + REQUESTS
						&& this.failures.size() < MAX_FAILURES; seed = next.getAndIncrement()) {
					check(services, seed);
				}
			});
		}
		clients.shutdown();
		assertThat(clients.awaitTermination(1, TimeUnit.HOURS)).isTrue();
	}

	private void check(FuzzedServices services, long seed) {
		Request request = Requests.of(seed);
		broken(services, request).ifPresent((rule) -> {
			if (this.failures.putIfAbsent(rule, "") == null) {
				this.failures.put(rule, "seed " + seed + ": " + rule + '\n' + smallest(services, request, rule) + '\n');
			}
		});
	}

	private Optional<String> broken(FuzzedServices services, Request request) {
		try {
			List<Answer> answers = services.send(request);
			for (Answer answer : answers) {
				this.statuses.merge(Integer.toString(answer.status()), 1, Integer::sum);
				if (answer.status() == 201 || answer.isImport()) {
					answer.body()
						.lines()
						.map((line) -> json.readTree(line).path("user_id"))
						.filter(JsonNode::isString)
						.forEach((id) -> this.registered.add(id.stringValue()));
				}
			}
			return this.rules.broken(request, answers);
		}
		catch (SocketTimeoutException ex) {
			return Optional.of("no answer within 10 s");
		}
		catch (IOException ex) {
			return Optional.of("the connection broke");
		}
		catch (RuntimeException ex) {
			return Optional.of(ex.toString());
		}
	}

	/**
	 * Shrinks the request as long as it breaks the same rule.
	 */
	private Request smallest(FuzzedServices services, Request request, String rule) {
		Request smallest = request;
		for (int cuts = 0; cuts < MAX_CUTS;) {
			Optional<Request> smaller = smallest.smaller()
				.limit(MAX_CUTS - cuts)
				.filter((cut) -> broken(services, cut).filter(rule::equals).isPresent())
				.findFirst();
			if (smaller.isEmpty()) {
				return smallest;
			}
			smallest = smaller.get();
			cuts += 10;
		}
		return smallest;
	}

	/**
	 * Checks that an ordinary user is served, and that exactly the confirmed users exist.
	 */
	private void assertServing(FuzzedServices services) throws IOException {
		Answer answer = services.send(Request.registration("{\"username\":\"Ada\",\"email\":\"ada@example.org\"}"))
			.get(0);
		assertThat(answer.status()).isEqualTo(201);
		this.registered.add(json.readTree(answer.body()).get("user_id").stringValue());
		URI location = URI.create(answer.header("Location").orElseThrow());
		Answer user = services.send(Request.get(Service.QUERY, location.getPath() + "?" + location.getQuery())).get(0);
		assertThat(user.status()).isEqualTo(200);
		assertThat(json.readTree(user.body()).get("email").stringValue()).isEqualTo("ada@example.org");
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			Answer users = services.send(Request.get(Service.QUERY, "/users")).get(0);
			assertThat(json.readTree(users.body()).get("total").intValue()).isEqualTo(this.registered.size());
		});
	}

}
