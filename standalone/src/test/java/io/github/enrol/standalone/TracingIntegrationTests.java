/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.github.enrol.events.UserEvents;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import io.github.enrol.testing.WholeTopic;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * All services with tracing on: what becomes of a request is one trace.
 */
class TracingIntegrationTests {

	private static final Map<String, String> PROPERTIES = Map.of("management.tracing.export.enabled", "true",
			"management.tracing.sampling.probability", "1", "management.opentelemetry.tracing.export.schedule-delay",
			"100ms");

	private static final String CALLERS_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String CALLERS_SPAN = "00f067aa0ba902b7";

	private static final String POST = "http post /user/registration";

	private static final String SEND = "send user-commands";

	private static final String DECIDE = "process user-commands";

	private static final String PROJECT = "process user-events";

	private static final String BATCH = "project user-events";

	private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("enrol.outcome");

	@TempDir
	static Path directory;

	private static Standalone standalone;

	private final HttpClient http = HttpClient.newHttpClient();

	@BeforeAll
	static void startTraced() {
		PROPERTIES.forEach(System::setProperty);
		try {
			Schema schema = Backends.database().createSchema();
			standalone = new Standalone(new StandaloneProperties(directory, 0, 0, 0, 0, 0, schema.jdbcUrl(),
					schema.username(), schema.password(), false));
			standalone.prepare();
			standalone.start(new Stages((line) -> {
			}));
		}
		finally {
			PROPERTIES.keySet().forEach(System::clearProperty);
		}
	}

	@AfterAll
	static void stop() {
		standalone.close();
	}

	@Test
	void aRegistrationIsOneTraceFromTheRequestUntilItIsVisible() throws Exception {
		String trace = traceOf(register("one"));
		List<SpanData> spans = awaitProjected(trace);
		assertThat(spans).extracting(SpanData::getName).containsExactlyInAnyOrder(POST, SEND, DECIDE, PROJECT);
		SpanData post = named(POST, spans);
		assertThat(post.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(post.getParentSpanContext().isValid()).isFalse();
		assertThat(named(SEND, spans).getParentSpanId()).isEqualTo(post.getSpanId());
		assertThat(named(DECIDE, spans).getParentSpanId()).isEqualTo(named(SEND, spans).getSpanId());
		assertThat(named(DECIDE, spans).getAttributes().get(OUTCOME)).isEqualTo("registered");
		assertThat(named(PROJECT, spans).getParentSpanId()).isEqualTo(named(DECIDE, spans).getSpanId());
		assertThat(spans).filteredOn((span) -> !span.getName().equals(POST))
			.allSatisfy((span) -> assertThat(span.getAttributes().get(AttributeKey.stringKey("messaging.system")))
				.isEqualTo("kafka"))
			.extracting((span) -> span.getAttributes().get(AttributeKey.longKey("messaging.kafka.offset")))
			.doesNotContainNull();
		assertThat(spans).extracting((span) -> span.getResource().getAttribute(AttributeKey.stringKey("service.name")))
			.containsOnly("command-service", "projector-service");
	}

	@Test
	void anErasureIsOneTraceToo() throws Exception {
		HttpResponse<String> registered = register("erased");
		awaitProjected(traceOf(registered));
		String body = user("erased").replaceFirst("\"username\": \"[^\"]*\"",
				"\"user_id\": \"" + new JsonMapper().readTree(registered.body()).get("user_id").asString() + "\"");
		List<SpanData> spans = awaitProjected(traceOf(send("POST", command("/user/erasure"), body)));
		assertThat(spans).extracting(SpanData::getName)
			.containsExactlyInAnyOrder("http post /user/erasure", SEND, DECIDE, PROJECT);
		assertThat(named(DECIDE, spans).getAttributes().get(OUTCOME)).isEqualTo("erased");
	}

	@Test
	void theTransactionOfAProjectionIsLinkedWithTheTracesThatItIsPartOf() throws Exception {
		String trace = traceOf(register("batch"));
		SpanData projected = named(PROJECT, awaitProjected(trace));
		SpanContext batch = projected.getLinks().get(0).getSpanContext();
		SpanData transaction = await()
			.until(() -> RecordedSpans.with((span) -> span.getSpanContext().equals(batch)),
					(found) -> found.size() == 1)
			.get(0);
		assertThat(transaction.getName()).isEqualTo(BATCH);
		assertThat(transaction.getLinks()).extracting((link) -> link.getSpanContext().getSpanId())
			.contains(projected.getParentSpanId());
		assertThat(transaction.getAttributes().get(AttributeKey.longKey("messaging.batch.message_count"))).isPositive();
	}

	@Test
	void theEventNamesTheSpanOfItsDecisionAndHasTheSameValueAsEver() throws Exception {
		String trace = traceOf(register("event"));
		SpanContext decision = named(DECIDE, awaitProjected(trace)).getSpanContext();
		String traceparent = "00-" + trace + "-" + decision.getSpanId() + "-" + decision.getTraceFlags().asHex();
		ConsumerRecord<String, String> event = event("event");
		assertThat(headers(event)).containsEntry("ce_traceparent", traceparent)
			.containsEntry("traceparent", traceparent)
			.doesNotContainKey("tracestate");
		assertThat(event.value()).doesNotContain(trace)
			.matches("\\{\"user_id\":\"\\w{26}\",\"username\":\"Quetzal\",\"email\":\"quetzal-event@example.org\","
					+ "\"registered_at\":\"[^\"]+\"}");
	}

	@Test
	void aCallersTraceGoesOn() throws Exception {
		String traceparent = "00-" + CALLERS_TRACE + "-" + CALLERS_SPAN + "-01";
		assertThat(traceOf(register("called", "traceparent", traceparent, "tracestate", "vendor=1")))
			.isEqualTo(CALLERS_TRACE);
		assertThat(named(POST, awaitProjected(CALLERS_TRACE)).getParentSpanId()).isEqualTo(CALLERS_SPAN);
	}

	@Test
	void whatACallerDoesNotRecordIsNotRecordedAnywhere() throws Exception {
		String trace = "0af7651916cd43dd8448eb211c80319c";
		assertThat(traceOf(register("unsampled", "traceparent", "00-" + trace + "-" + CALLERS_SPAN + "-00")))
			.isEqualTo(trace);
		awaitProjected(traceOf(register("sampled")));
		assertThat(headers(event("unsampled"))).doesNotContainKeys("ce_traceparent", "traceparent");
		assertThat(of(trace)).isEmpty();
	}

	@Test
	void aRetryHasATraceOfItsOwnThatEndsWithTheDecision() throws Exception {
		String first = traceOf(register("retried", "Idempotency-Key", "\"retried\""));
		awaitProjected(first);
		String second = traceOf(register("retried", "Idempotency-Key", "\"retried\""));
		assertThat(second).isNotEqualTo(first);
		awaitProjected(traceOf(register("after the retry")));
		List<SpanData> spans = await().until(() -> of(second), (found) -> found.size() >= 3);
		assertThat(spans).extracting(SpanData::getName).containsExactlyInAnyOrder(POST, SEND, DECIDE);
		assertThat(named(DECIDE, spans).getAttributes().get(OUTCOME)).isEqualTo("repeated");
	}

	@Test
	void eachLineOfAnImportIsATraceWithALinkToThatOfTheRequest() throws Exception {
		assertLinesAreLinked("waiting",
				send("POST", command("/user/registrations"), lines("waiting"), "Content-Type", "application/x-ndjson"));
		assertLinesAreLinked("background", send("POST", command("/user/registrations"), lines("background"),
				"Content-Type", "application/x-ndjson", "Prefer", "respond-async"));
	}

	private void assertLinesAreLinked(String what, HttpResponse<String> answer) {
		assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
		String trace = traceOf(answer);
		SpanData request = await().until(() -> of(trace), (found) -> found.size() == 1).get(0);
		assertThat(request.getName()).isEqualTo("http post /user/registrations");
		List<SpanData> lines = await().until(() -> RecordedSpans.with((span) -> span.getLinks()
			.stream()
			.map(LinkData::getSpanContext)
			.anyMatch(request.getSpanContext()::equals)), (found) -> found.size() == 3);
		assertThat(lines).as(what).allSatisfy((line) -> {
			assertThat(line.getName()).isEqualTo(SEND);
			assertThat(awaitProjected(line.getTraceId())).extracting(SpanData::getName)
				.containsExactlyInAnyOrder(SEND, DECIDE, PROJECT);
		});
		assertThat(lines).extracting(SpanData::getTraceId).doesNotHaveDuplicates().doesNotContain(trace);
	}

	@Test
	void noSpanHasPersonalData() throws Exception {
		awaitProjected(traceOf(register("private")));
		assertThat(register("private").statusCode()).isEqualTo(409);
		List<URI> uris = List.of(command("/quetzal@example.org"), query("/users?email=quetzal-private@example.org"),
				query("/users/quetzal@example.org"), query("/users?name=Quetzal&quetzal=1"), query("/quetzal"));
		for (URI uri : uris) {
			for (String method : List.of("GET", "POST", "QUETZAL")) {
				send(method, uri, "{\"username\": \"Quetzal\", \"email\": \"quetzal", "Content-Type",
						"application/json", "User-Agent", "quetzal", "baggage", "quetzal=1", "tracestate", "quetzal=1");
			}
		}
		String last = traceOf(send("GET", query("/users"), ""));
		await().until(() -> !of(last).isEmpty());
		assertThat(RecordedSpans.all()).hasSizeGreaterThan(10)
			.allSatisfy((span) -> assertThat(content(span).toLowerCase(Locale.ROOT)).doesNotContain("quetzal", "@"));
	}

	private static String content(SpanData span) {
		return String.join(" ", span.getName(), span.getAttributes().toString(), span.getStatus().toString(),
				span.getEvents().toString(), span.getLinks().toString(), span.getSpanContext().toString(),
				span.getResource().toString());
	}

	@Test
	void probesAndScrapesAreNotTraced() throws Exception {
		for (String path : List.of("/actuator/health/liveness", "/actuator/prometheus")) {
			assertThat(send("GET", command(path), "").statusCode()).isEqualTo(200);
		}
		awaitProjected(traceOf(register("after a scrape")));
		assertThat(RecordedSpans.all()).extracting(SpanData::getName).noneMatch((name) -> name.contains("actuator"));
	}

	private HttpResponse<String> register(String who, String... headers) throws Exception {
		String[] all = (headers.length > 0) ? headers : new String[] { "X-Test", "1" };
		return send("POST", command("/user/registration"), user(who), all);
	}

	private static String lines(String what) {
		return List.of(1, 2, 3).stream().map((i) -> user(what + i) + "\n").collect(Collectors.joining());
	}

	private static String user(String who) {
		return "{\"username\": \"Quetzal\", \"email\": \"quetzal-%s@example.org\"}".formatted(who.replace(' ', '-'));
	}

	private HttpResponse<String> send(String method, URI uri, String body, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri)
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		if (List.of(headers).stream().noneMatch("Content-Type"::equals)) {
			request.header("Content-Type", "application/json");
		}
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	private static URI command(String path) {
		return standalone.services().commandService().resolve(path);
	}

	private static URI query(String path) {
		return standalone.services().queryService().resolve(path);
	}

	private static String traceOf(HttpResponse<String> response) {
		return response.headers().firstValue("X-Request-Id").orElseThrow();
	}

	private static List<SpanData> of(String trace) {
		return RecordedSpans.with((span) -> span.getTraceId().equals(trace));
	}

	private static SpanData named(String name, List<SpanData> spans) {
		return spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

	/**
	 * Waits for all spans of a trace: each service exports its own.
	 */
	private static List<SpanData> awaitProjected(String trace) {
		return await().atMost(Duration.ofSeconds(20))
			.until(() -> of(trace),
					(found) -> found.stream().anyMatch((span) -> span.getName().equals(PROJECT)) && isWhole(found));
	}

	/**
	 * Whether the parents of all spans are there, except for those of callers.
	 */
	private static boolean isWhole(List<SpanData> spans) {
		List<String> ids = spans.stream().map(SpanData::getSpanId).toList();
		return spans.stream()
			.allMatch((span) -> span.getKind() == SpanKind.SERVER || !span.getParentSpanContext().isValid()
					|| ids.contains(span.getParentSpanId()));
	}

	private static Map<String, String> headers(ConsumerRecord<String, String> record) {
		return StreamSupport.stream(record.headers().spliterator(), false)
			.collect(Collectors.toMap((header) -> header.key(),
					(header) -> new String(header.value(), StandardCharsets.UTF_8)));
	}

	private static ConsumerRecord<String, String> event(String who) {
		return await()
			.until(() -> WholeTopic.read(standalone.bootstrapServers(), UserEvents.TOPIC, new StringDeserializer())
				.stream()
				.filter((record) -> record.key().equals("quetzal-" + who + "@example.org"))
				.findFirst(), Optional::isPresent)
			.orElseThrow();
	}

}
