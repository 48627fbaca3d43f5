/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import io.github.enrol.command.registration.web.WebProperties;
import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.http.problems.ProblemsAutoConfiguration;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * What is answered before and around the lines.
 */
@WebMvcTest({ RegistrationImportController.class, ImportStatusController.class })
@ImportAutoConfiguration(ProblemsAutoConfiguration.class)
@Import({ RunningImports.class, BackgroundImports.class, ImportStore.class, ImportMeters.class,
		SimpleMeterRegistry.class })
@EnableConfigurationProperties({ ImportProperties.class, BackgroundImportProperties.class, WebProperties.class })
@TestPropertySource(
		properties = { "registration.query-service-url=https://users.example.com/api", "registration.instance-id=test",
				"registration.import-directory=target/imports", "registration.import-line-timeout=0s" })
class RegistrationImportControllerTests {

	private static final String USER_ID = "01KAS3T8R5Y9M2V7QX4ZB6N1CD";

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private CommandGateway gateway;

	@Autowired
	private RunningImports running;

	@Autowired
	private MeterRegistry meters;

	@BeforeEach
	void isReachable() {
		given(this.gateway.isReachable()).willReturn(true);
	}

	@Test
	void answersEachLineAndCountsThem() throws Exception {
		Map<String, Double> before = counted();
		answers("new@example.com", new RegistrationReply(Outcome.REGISTERED, null, 3, 41));
		answers("known@example.com", new RegistrationReply(Outcome.REGISTERED, USER_ID, 3, 41));
		answers("taken@example.com", new RegistrationReply(Outcome.EMAIL_ALREADY_REGISTERED, null, 3, 42));
		MvcTestResult answer = post("""
				{"username": "a", "email": " KNOWN@example.com", "unknown": [1]}

				{"username": "b", "email": "taken@example.com"}
				{"username": 1}
				{"username": "c", "email": "d@example.com"
				%s
				{"username": "d", "email": "new@example.com"}""".formatted(" ".repeat(16 * 1024) + "{}"), "key-1");
		assertThat(answer).hasStatus(200)
			.hasContentType(MediaType.APPLICATION_NDJSON)
			.hasHeader("Cache-Control", "no-store")
			.hasHeader("Idempotency-Key", "\"key-1\"");
		String location = "https://users.example.com/api/users/" + USER_ID + "?at="
				+ new ConsistencyToken(3, 41).encode();
		String[] lines = answer.getResponse().getContentAsString().split("\n");
		assertThat(lines).hasSize(7);
		assertThat(lines[0]).isEqualTo(
				"{\"line\":1,\"status\":201,\"user_id\":\"%s\",\"location\":\"%s\"}".formatted(USER_ID, location));
		assertThat(lines[1]).startsWith("{\"line\":3,\"status\":409,\"problem\":{")
			.contains("\"type\":\"https://enrol.github.io/problems/email-already-registered\"", "\"title\":",
					"\"detail\":", "\"status\":409");
		assertThat(lines[2]).startsWith("{\"line\":4,\"status\":400,\"problem\":{")
			.contains("/invalid-request\"", "{\"pointer\":\"/username\",\"detail\":\"must be a string\"}",
					"{\"pointer\":\"/email\",\"detail\":\"is missing\"}");
		assertThat(lines[3]).startsWith("{\"line\":5,\"status\":400,\"problem\":{")
			.contains("/malformed-request\"", "near column 4");
		assertThat(lines[4]).startsWith("{\"line\":6,\"status\":413,\"problem\":{").contains("/payload-too-large\"");
		assertThat(lines[5]).startsWith("{\"line\":7,\"status\":201,");
		assertThat(lines[6]).isEqualTo("{\"complete\":true,\"total\":6,\"registered\":1,\"repeated\":1,\"refused\":1,"
				+ "\"invalid\":3,\"unknown\":0}");
		Map<String, Double> counted = counted();
		counted.replaceAll((result, count) -> count - before.get(result));
		assertThat(counted)
			.isEqualTo(Map.of("registered", 1.0, "repeated", 1.0, "refused", 1.0, "invalid", 3.0, "unknown", 0.0));
	}

	@Test
	void csvIsAnsweredLikeJson() throws Exception {
		answers("new@example.com", new RegistrationReply(Outcome.REGISTERED, USER_ID, 3, 41));
		answers("taken@example.com", new RegistrationReply(Outcome.EMAIL_ALREADY_REGISTERED, null, 3, 42));
		String csv = """
				email,username

				"new@example.com","Ada ""Countess"" Lovelace"
				taken@example.com,Bob
				nobody,""
				new@example.com
				""";
		ByteArrayOutputStream gzip = new ByteArrayOutputStream();
		try (OutputStream out = new GZIPOutputStream(gzip)) {
			out.write(csv.getBytes(StandardCharsets.UTF_8));
		}
		for (String header : List.of("", "; header=present", ";charset=UTF-8;header=\"present\"")) {
			String[] lines = post("text/csv" + header, gzip.toByteArray(), "gzip").getResponse()
				.getContentAsString()
				.split("\n");
			assertThat(lines).hasSize(5);
			assertThat(lines[0]).startsWith("{\"line\":3,\"status\":201,\"user_id\":\"" + USER_ID);
			assertThat(lines[1]).startsWith("{\"line\":4,\"status\":409,\"problem\":{");
			assertThat(lines[2]).startsWith("{\"line\":5,\"status\":400,\"problem\":{")
				.contains("{\"pointer\":\"/username\",\"detail\":\"must not be blank\"}", "\"pointer\":\"/email\"");
			assertThat(lines[3]).startsWith("{\"line\":6,\"status\":400,\"problem\":{").contains("has 1 fields");
			assertThat(lines[4]).startsWith("{\"complete\":true,\"total\":4,");
		}
	}

	@Test
	void csvWithoutItsColumnsIsRefusedAsAWhole() {
		for (String csv : List.of("", "username;mail\nAda;new@example.com\n", "Ada,new@example.com\n")) {
			MvcTestResult answer = post("text/csv", csv.getBytes(StandardCharsets.UTF_8), "identity");
			assertProblem(answer, 400, "invalid-request");
			assertThat(answer).bodyJson().extractingPath("$.errors[-1:].pointer").asArray().containsExactly("/email");
		}
		MvcTestResult absent = post("text/csv;header=absent", "Ada,new@example.com\n".getBytes(StandardCharsets.UTF_8),
				"identity");
		assertProblem(absent, 415, "unsupported-media-type");
		assertThat(absent).hasHeader("Accept", "text/csv;header=present");
		for (String other : List.of("UTF-16", "UTF-16LE", "ISO-8859-1")) {
			MvcTestResult answer = post("text/csv",
					"username,email\nZoë,new@example.com\n".getBytes(Charset.forName(other)), "identity");
			assertProblem(answer, 400, "malformed-request");
			assertThat(answer).bodyJson().extractingPath("$.detail").asString().contains("UTF-8");
		}
		then(this.gateway).should(never()).registerInBulk(any(), any());
	}

	@Test
	void anImportWithoutAKeyGetsOne() {
		assertThat(post("", null).getResponse().getHeader("Idempotency-Key"))
			.matches("\"[0-7][0-9A-HJKMNP-TV-Z]{25}\"");
	}

	@Test
	void anEmptyBodyIsAnImport() {
		assertThat(post("\n \n", "key-1")).hasStatus(200)
			.hasBodyTextEqualTo("{\"complete\":true,\"total\":0,\"registered\":0,\"repeated\":0,\"refused\":0,"
					+ "\"invalid\":0,\"unknown\":0}\n");
	}

	@Test
	void anInvalidRequestIsAProblem() {
		assertProblem(post("", "two words"), 400, "invalid-request");
		assertProblem(this.mvc.get().uri("/user/registrations").exchange(), 405, "method-not-allowed");
		assertProblem(this.mvc.post()
			.uri("/user/registrations")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{}")
			.exchange(), 415, "unsupported-media-type");
		assertProblem(this.mvc.post()
			.uri("/user/registrations")
			.contentType(MediaType.APPLICATION_NDJSON)
			.accept(MediaType.APPLICATION_JSON)
			.exchange(), 406, "not-acceptable");
	}

	@Test
	void nothingIsReadWhileNothingCanBeDecided() {
		given(this.gateway.isReachable()).willReturn(false);
		MvcTestResult answer = post("{}", null);
		assertProblem(answer, 503, "service-unavailable");
		assertThat(answer).hasHeader("Retry-After", "5");
		then(this.gateway).should(never()).registerInBulk(any(), any());
	}

	@Test
	void anOutageOnlyDelaysAnImportInTheBackground() throws Exception {
		answers("new@example.com", new RegistrationReply(Outcome.REGISTERED, USER_ID, 3, 41));
		AtomicInteger tries = new AtomicInteger();
		given(this.gateway.registerInBulk(argThat("late@example.com"::equals), any()))
			.willAnswer((call) -> (tries.incrementAndGet() < 4)
					? CompletableFuture.failedFuture(new RegistrationUnavailableException(Reason.NO_REPLY, null))
					: CompletableFuture.completedFuture(new RegistrationReply(Outcome.REGISTERED, USER_ID, 3, 42)));
		given(this.gateway.isReachable()).willReturn(false, false, true);
		MvcTestResult accepted = this.mvc.post()
			.uri("/user/registrations")
			.contentType(MediaType.APPLICATION_NDJSON)
			.header("Prefer", "respond-async")
			.content("""
					{"username": "d", "email": "new@example.com"}
					{"username": "d", "email": "late@example.com"}
					""")
			.exchange();
		assertThat(accepted).hasStatus(202).hasHeader("Preference-Applied", "respond-async");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.mvc.get().uri(accepted.getResponse().getHeader("Location")).exchange())
				.bodyJson()
				.isLenientlyEqualTo(
						"""
								{"state": "completed", "progress": 1.0, "lines": 2, "total": 2, "repeated": 2, "unknown": 0}"""));
		assertThat(tries).hasValue(4);
	}

	@Test
	@DirtiesContext
	void anImportWhoseFirstLineComesAfterAStopEndsEarly() throws Exception {
		answers("new@example.com", new RegistrationReply(Outcome.REGISTERED, null, 3, 41));
		this.running.stop();
		MvcTestResult answer = post("{\"username\": \"d\", \"email\": \"new@example.com\"}\n".repeat(100_000), null);
		assertThat(answer.getResponse().getContentAsString().lines().reduce((first, last) -> last).orElseThrow())
			.contains("\"complete\":false", "/service-unavailable");
	}

	/**
	 * A reply without a user id gets that of the command.
	 */
	private void answers(String key, RegistrationReply reply) {
		given(this.gateway.registerInBulk(argThat(key::equals), any())).willAnswer((call) -> {
			RegisterUser command = call.getArgument(1);
			String userId = (reply.outcome() == Outcome.REGISTERED && reply.userId() == null) ? command.userId()
					: reply.userId();
			return CompletableFuture.completedFuture(
					new RegistrationReply(reply.outcome(), userId, reply.partition(), reply.commandOffset()));
		});
	}

	private Map<String, Double> counted() {
		return this.meters.find("registration.import.lines")
			.counters()
			.stream()
			.collect(Collectors.toMap((counter) -> counter.getId().getTag("result"), Counter::count));
	}

	private MvcTestResult post(String lines, String key) {
		MockMvcTester.MockMvcRequestBuilder request = this.mvc.post()
			.uri("/user/registrations")
			.contentType(MediaType.APPLICATION_NDJSON)
			.content(lines);
		return ((key != null) ? request.header("Idempotency-Key", key) : request).exchange();
	}

	private MvcTestResult post(String type, byte[] body, String coding) {
		return this.mvc.post()
			.uri("/user/registrations")
			.header("Content-Type", type)
			.header("Content-Encoding", coding)
			.content(body)
			.exchange();
	}

	private static void assertProblem(MvcTestResult answer, int status, String type) {
		assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("https://enrol.github.io/problems/" + type);
	}

}
