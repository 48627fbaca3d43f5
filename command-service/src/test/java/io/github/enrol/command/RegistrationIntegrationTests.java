/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.TestTopics;
import io.github.enrol.testing.WholeTopic;
import io.github.enrol.testing.openapi.Conformance;
import io.github.enrol.kafka.tracing.RecordTraces;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.opentelemetry.api.OpenTelemetry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

import static io.github.enrol.command.CommandServiceExtension.awaitReady;
import static io.github.enrol.command.CommandServiceExtension.get;
import static io.github.enrol.command.CommandServiceExtension.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The service with a real broker.
 */
class RegistrationIntegrationTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	/** All that these tests see is as the OpenAPI document says. */
	private static final Conformance DESCRIBED = Conformance.of("command-service");

	@RegisterExtension
	private static final CommandServiceExtension main = new CommandServiceExtension();

	private static TestKafka kafka;

	private static ConfigurableApplicationContext service;

	@BeforeAll
	static void useMain() {
		kafka = main.kafka();
		service = main.instance();
	}

	/**
	 * Spring Boot looks for new metrics of Kafka Streams once a minute, this test at
	 * once.
	 */
	@Test
	void theLocalStateIsMeasuredAsDocumented() throws Exception {
		String documented = Files.readString(Path.of("../docs/metrics.md"))
			.split("## Command-service, from a minute after its start")[1].split("\n## ")[0];
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		KafkaStreams streams = main.instance().getBean(StreamsBuilderFactoryBean.class).getKafkaStreams();
		try (KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams)) {
			metrics.bindTo(registry);
			assertThat(Pattern.compile("(?m)^\\| `(\\w+)`").matcher(documented).results()).hasSizeGreaterThan(2)
				.allSatisfy((row) -> assertThat(registry.scrape()).contains("# TYPE " + row.group(1) + " "));
		}
	}

	@Test
	void nothingOfTracingIsThereUnlessItIsSet() {
		for (Class<?> type : List.of(OpenTelemetry.class, Tracer.class, TracingObservationHandler.class)) {
			assertThat(service.getBeanNamesForType(type)).as(type.getName()).isEmpty();
		}
		assertThat(service.getBean(RecordTraces.class)).isSameAs(RecordTraces.OFF);
	}

	@Test
	void aConnectionIsKeptForManyRequests() {
		HttpRequest request = HttpRequest.newBuilder(uri(service, "/")).build();
		for (int i = 0; i < 200; i++) {
			assertThat(send(request).headers().firstValue("Connection")).isEmpty();
		}
	}

	@Test
	void aRegistrationBecomesAPublishedEvent() {
		Instant before = Instant.now().minusMillis(1);
		HttpResponse<String> answer = register("Zoë", "Event@Example.com", null);
		assertThat(answer.statusCode()).isEqualTo(201);
		ConsumerRecord<String, UserEvent> record = await("event@example.com");
		UserRegistered event = (UserRegistered) record.value();
		assertThat(event.userId()).isEqualTo(userId(answer));
		assertThat(event.username()).isEqualTo("Zoë");
		assertThat(event.email()).isEqualTo("Event@Example.com");
		assertThat(event.registeredAt()).isBetween(before, Instant.now());
		assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
		assertThat(header(record, "ce_id")).isEqualTo(event.userId());
		assertThat(header(record, "ce_type")).isEqualTo("io.github.enrol.user-registered.v1");
		assertThat(header(record, "ce_sequence")).isEqualTo("0000000001");
		assertThat(header(record, "ce_time")).isEqualTo(event.registeredAt().toString());
		String token = answer.headers().firstValue("Location").orElseThrow().replaceAll(".*at=", "");
		assertThat(ConsistencyToken.decode(token))
			.contains(new ConsistencyToken(record.partition(), Long.parseLong(header(record, "ce_commandoffset"))));
	}

	@Test
	void exactlyOneOfManyRequestsForOneAddressWins() {
		List<HttpResponse<String>> answers = concurrently(IntStream.range(0, 50)
			.mapToObj((i) -> request("racer " + i, (i % 2 == 0) ? "race@example.com" : " RACE@example.com ", null))
			.toList());
		assertThat(answers.stream().collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting())))
			.isEqualTo(Map.of(201, 1L, 409, 49L));
		await("race@example.com");
		assertThat(events().stream().filter((record) -> record.key().equals("race@example.com"))).hasSize(1);
	}

	@Test
	void everyAnswerBelongsToItsRequest() {
		List<HttpResponse<String>> answers = concurrently(IntStream.range(0, 300)
			.mapToObj((i) -> request("user " + i, "belongs" + i + "@example.com", null))
			.toList());
		await("belongs299@example.com");
		Awaitility.await()
			.untilAsserted(() -> assertThat(events().stream().filter((record) -> record.key().startsWith("belongs")))
				.hasSize(300));
		Map<String, String> ids = events().stream()
			.collect(Collectors.toMap(ConsumerRecord::key, (record) -> record.value().userId()));
		for (int i = 0; i < answers.size(); i++) {
			assertThat(userId(answers.get(i))).isEqualTo(ids.get("belongs" + i + "@example.com"));
		}
	}

	@Test
	void everyAnswerBelongsToItsRequestWhicheverInstanceDecidesIt() throws Exception {
		// Both read the same partition of replies.
		assertThat("a".hashCode() % 4).isEqualTo("e".hashCode() % 4);
		try (TestKafka own = Backends.newKafka();
				ConfigurableApplicationContext one = start(own, "a");
				ConfigurableApplicationContext two = start(own, "e")) {
			awaitReady(one);
			awaitReady(two);
			List<HttpResponse<String>> answers = concurrently(IntStream.range(0, 300)
				.mapToObj((i) -> request((i % 2 == 0) ? one : two, "user " + i, "both" + i + "@example.com", null))
				.toList());
			Map<String, String> ids = Awaitility.await()
				.until(() -> WholeTopic.read(own.bootstrapServers(), UserEvents.TOPIC, new UserEventDeserializer())
					.stream()
					.collect(Collectors.toMap(ConsumerRecord::key, (record) -> record.value().userId())),
						(found) -> found.size() == 300);
			for (int i = 0; i < answers.size(); i++) {
				assertThat(userId(answers.get(i))).isEqualTo(ids.get("both" + i + "@example.com"));
			}
			// The other replies did not need Kafka.
			assertThat(WholeTopic.read(own.bootstrapServers(), "user-replies", new StringDeserializer()))
				.hasSizeBetween(1, 299);
		}
	}

	/**
	 * The rebalance reaches all instances: a load balancer must not lose all of them.
	 */
	@Test
	void staysReadyWhileAnotherInstanceJoinsAndLeaves() throws Exception {
		FutureTask<Void> other = new FutureTask<>(() -> {
			try (ConfigurableApplicationContext instance = start(kafka, "joins")) {
				awaitReady(instance);
			}
			return null;
		});
		new Thread(other).start();
		do {
			assertThat(get(service, "/actuator/health/readiness")).isEqualTo(200);
		}
		while (!other.isDone());
		other.get();
	}

	@Test
	void aRetryWithTheSameKeyGetsTheFirstAnswer() {
		HttpResponse<String> first = register("Retry", "retry@example.com", "\"key-1\"");
		HttpResponse<String> again = register("Retry", "retry@example.com", "key-1");
		assertThat(again.statusCode()).isEqualTo(201);
		assertThat(again.body()).isEqualTo(first.body());
		assertThat(again.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location"));
		assertThat(register("Other", "retry@example.com", "\"key-1\"").statusCode()).isEqualTo(422);
		assertThat(register("Retry", "retry@example.com", "\"key-2\"").statusCode()).isEqualTo(409);
		assertThat(register("Retry", "retry@example.com", null).statusCode()).isEqualTo(409);
	}

	@Test
	void withoutKafkaTheAnswerIs503AndTheKeyMakesTheRetrySafe() throws Exception {
		try (TestKafka own = Backends.newKafka();
				ConfigurableApplicationContext instance = start(own, "outage", "--registration.reply-timeout=2s")) {
			awaitReady(instance);
			own.stop();
			Instant start = Instant.now();
			HttpResponse<String> answer = send(request(instance, "Out", "out@example.com", "\"out-1\""));
			assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
			assertThat(answer.statusCode()).isEqualTo(503);
			assertThat(answer.headers().firstValue("Retry-After")).isPresent();
			assertThat(answer.headers().firstValue("Idempotency-Key")).contains("\"out-1\"");
			assertThat(answer.body()).contains("outcome-unknown");
			Awaitility.await()
				.untilAsserted(() -> assertThat(get(instance, "/actuator/health/readiness")).isEqualTo(503));
			assertThat(get(instance, "/actuator/health/liveness")).isEqualTo(200);
			own.start();
			awaitReady(instance);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(send(request(instance, "Out", "out@example.com", "\"out-1\"")).statusCode())
							.isEqualTo(201));
		}
	}

	@Test
	void aStartBeforeKafkaWaitsForIt() throws Exception {
		try (TestKafka own = Backends.newKafka()) {
			own.stop();
			try (ConfigurableApplicationContext instance = start(own, "early")) {
				assertThat(get(instance, "/actuator/health/readiness")).isEqualTo(503);
				assertThat(get(instance, "/actuator/health/liveness")).isEqualTo(200);
				assertThat(send(request(instance, "Early", "early@example.com", null)).statusCode()).isEqualTo(503);
				own.start();
				awaitReady(instance);
				assertThat(send(request(instance, "Early", "early@example.com", null)).statusCode()).isEqualTo(201);
			}
		}
	}

	@Test
	void anInstanceIsNotAliveIfTopicsTurnOutToMismatchAfterItsStart() throws Exception {
		try (TestKafka own = Backends.newKafka()) {
			createMismatch(own);
			own.stop();
			try (ConfigurableApplicationContext instance = start(own, "late-mismatch")) {
				assertThat(get(instance, "/actuator/health/liveness")).isEqualTo(200);
				own.start();
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(get(instance, "/actuator/health/liveness")).isEqualTo(503));
			}
		}
	}

	@Test
	void refusesToStartWithMismatchedTopics() throws Exception {
		try (TestKafka own = Backends.newKafka()) {
			createMismatch(own);
			assertThatThrownBy(() -> start(own, "mismatch")).rootCause()
				.hasMessageContaining("user-commands has 4 partitions and user-events has 3");
		}
	}

	private static void createMismatch(TestKafka kafka) throws Exception {
		try (Admin admin = Admin
			.create(Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
			TestTopics.create(admin, new NewTopic("user-commands", 4, (short) 1),
					new NewTopic("user-events", 3, (short) 1));
		}
	}

	private static ConfigurableApplicationContext start(TestKafka kafka, String instance, String... more) {
		return main.start(kafka, instance, more);
	}

	private static HttpRequest request(String username, String email, String key) {
		return request(service, username, email, key);
	}

	private static HttpRequest request(ConfigurableApplicationContext service, String username, String email,
			String key) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(service, "/user/registration"))
			.timeout(Duration.ofSeconds(20))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers
				.ofString("{\"username\":\"%s\",\"email\":\"%s\"}".formatted(username, email)));
		if (key != null) {
			request.header("Idempotency-Key", key);
		}
		return request.build();
	}

	private static HttpResponse<String> register(String username, String email, String key) {
		return send(request(username, email, key));
	}

	private static HttpResponse<String> send(HttpRequest request) {
		HttpResponse<String> response = http.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8)).join();
		assertThat(DESCRIBED.flaws(response)).isEmpty();
		return response;
	}

	private static List<HttpResponse<String>> concurrently(List<HttpRequest> requests) {
		List<CompletableFuture<HttpResponse<String>>> answers = requests.stream()
			.map((request) -> http.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8)))
			.toList();
		return answers.stream().map(CompletableFuture::join).toList();
	}

	private static String userId(HttpResponse<String> answer) {
		assertThat(answer.statusCode()).isEqualTo(201);
		return answer.body().replaceAll(".*\"user_id\" *: *\"([^\"]+)\".*", "$1");
	}

	private static ConsumerRecord<String, UserEvent> await(String key) {
		return Awaitility.await()
			.until(() -> events().stream().filter((record) -> record.key().equals(key)).findFirst().orElse(null),
					Objects::nonNull);
	}

	private static List<ConsumerRecord<String, UserEvent>> events() {
		return WholeTopic.read(kafka.bootstrapServers(), UserEvents.TOPIC, new UserEventDeserializer());
	}

	private static String header(ConsumerRecord<?, ?> record, String name) {
		return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
	}

}
