/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.http.problems.ProblemsAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.hateoas.autoconfigure.HypermediaAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * How outcomes map to HTTP. The gateway is stubbed here and tested with a real broker
 * elsewhere.
 */
@WebMvcTest({ RegistrationController.class, EntryController.class })
@ImportAutoConfiguration({ HypermediaAutoConfiguration.class, ProblemsAutoConfiguration.class })
@EnableConfigurationProperties(WebProperties.class)
@TestPropertySource(properties = { "registration.query-service-url=https://users.example.com/api",
		"registration.instance-id=test" })
class RegistrationControllerTests {

	private static final String VALID = """
			{"username": "test", "email": "test@example.com"}""";

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private CommandGateway gateway;

	@Test
	void answersWhereTheUserIs() {
		decides(new RegistrationReply(Outcome.REGISTERED, "01KAS3T8R5Y9M2V7QX4ZB6N1CD", 3, 41));
		String location = "https://users.example.com/api/users/01KAS3T8R5Y9M2V7QX4ZB6N1CD?at="
				+ new ConsistencyToken(3, 41).encode();
		MvcTestResult answer = post(VALID);
		assertThat(answer).hasStatus(201).hasHeader("Location", location).hasContentType("application/hal+json");
		assertThat(answer).bodyJson()
			.isStrictlyEqualTo(
					"""
							{"user_id":"01KAS3T8R5Y9M2V7QX4ZB6N1CD","_links":{"self":{"href":"%1$s"},"enrol:user":{"href":"%1$s"},
							"curies":[{"name":"enrol","href":"https://users.example.com/api/docs/relations/{rel}","templated":true}]}}"""
						.formatted(location));
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/hal+json", "application/vnd.example+json;charset=UTF-8" })
	void readsEveryKindOfJson(String type) {
		decides(new RegistrationReply(Outcome.REGISTERED, "01KAS3T8R5Y9M2V7QX4ZB6N1CD", 3, 41));
		assertThat(this.mvc.post().uri("/user/registration").contentType(type).content(VALID).exchange()).hasStatus(201)
			.hasHeader("Vary", "Accept");
	}

	@Test
	void hasNoParameters() {
		MvcTestResult answer = this.mvc.post()
			.uri("/user/registration?email=test@example.com")
			.contentType(MediaType.APPLICATION_JSON)
			.content(VALID)
			.exchange();
		assertProblem(answer, 400, "invalid-request");
		then(this.gateway).shouldHaveNoInteractions();
	}

	@Test
	void theEntryLeadsToRegistrationsAndToTheApi() {
		assertThat(this.mvc.get().uri("http://commands.example.com:8081/").exchange())
			.hasContentType("application/hal+json")
			.bodyJson()
			.isStrictlyEqualTo(
					"""
							{"_links":{"self":{"href":"http://commands.example.com:8081/"},
							"enrol:registration":{"href":"http://commands.example.com:8081/user/registration"},
							"enrol:registrations":{"href":"http://commands.example.com:8081/user/registrations"},
							"enrol:erasure":{"href":"http://commands.example.com:8081/user/erasure"},"index":{"href":"https://users.example.com/api/"},
							"status":{"href":"http://commands.example.com:8081/status"},
							"service-desc":{"href":"http://commands.example.com:8081/openapi.json","type":"application/json"},
							"curies":[{"name":"enrol","href":"https://users.example.com/api/docs/relations/{rel}","templated":true}]}}""");
	}

	@Test
	void registersTheNormalisedAddressAndKeepsTheTypedOne() {
		decides(new RegistrationReply(Outcome.REGISTERED, "01KAS3T8R5Y9M2V7QX4ZB6N1CD", 3, 41));
		post("""
				{"username": "  Zoë ", "email": " ZOE@Example.com", "unknown": [1, {"a": null}]}""");
		ArgumentCaptor<RegisterUser> command = ArgumentCaptor.forClass(RegisterUser.class);
		then(this.gateway).should().decide(eq("zoe@example.com"), command.capture());
		assertThat(command.getValue().username()).isEqualTo("Zoë");
		assertThat(command.getValue().email()).isEqualTo("ZOE@Example.com");
		assertThat(command.getValue().userId()).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
		assertThat(command.getValue().commandId()).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
	}

	@Test
	void aTakenAddressIsAConflict() {
		decides(new RegistrationReply(Outcome.EMAIL_ALREADY_REGISTERED, null, 3, 41));
		assertProblem(post(VALID), 409, "email-already-registered");
	}

	@Test
	void aReusedKeyIsUnprocessable() {
		decides(new RegistrationReply(Outcome.IDEMPOTENCY_KEY_REUSED, null, 3, 41));
		MvcTestResult reused = post(VALID);
		assertProblem(reused, 422, "idempotency-key-reused");
		// As the draft of that header asks.
		assertThat(reused).hasHeader("Link",
				"</docs/problems/idempotency-key-reused>; rel=\"help describedby\"; type=\"text/html\"");
	}

	@ParameterizedTest
	@CsvSource({ "NO_REPLY, outcome-unknown, is unknown", "NOT_SENT, outcome-unknown, was not sent",
			"OVERLOADED, overloaded, was not sent" })
	void anUnknownOutcomeNamesTheKeyForARetry(String reason, String type, String detail) {
		given(this.gateway.decide(any(), any())).willReturn(CompletableFuture.failedFuture(unavailable(reason)));
		MvcTestResult answer = this.mvc.post()
			.uri("/user/registration")
			.contentType(MediaType.APPLICATION_JSON)
			.content(VALID)
			.header("Idempotency-Key", "\"my \\\"key\\\"\"")
			.exchange();
		assertProblem(answer, 503, type);
		assertThat(answer).hasHeader("Retry-After", "1").hasHeader("Idempotency-Key", "\"my \\\"key\\\"\"");
		assertThat(answer).bodyJson().extractingPath("$.detail").asString().contains(detail);
		assertThat(answer).bodyJson().extractingPath("$.idempotency_key").isEqualTo("my \"key\"");
	}

	@Test
	void aKeyIsGeneratedIfNoneWasSent() {
		given(this.gateway.decide(any(), any())).willReturn(CompletableFuture.failedFuture(unavailable("NO_REPLY")));
		assertThat(post(VALID)).bodyJson()
			.extractingPath("$.idempotency_key")
			.asString()
			.matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
	}

	static Stream<Arguments> invalidBodies() {
		String name = "/username";
		String email = "/email";
		return Stream.of(Arguments.of("{}", new String[] { name, email }), Arguments.of("[]", new String[] { "" }),
				Arguments.of("null", new String[] { "" }), Arguments.of("\"text\"", new String[] { "" }),
				Arguments.of("1", new String[] { "" }),
				Arguments.of("{\"username\":1,\"email\":true}", new String[] { name, email }),
				Arguments.of("{\"username\":[],\"email\":{}}", new String[] { name, email }),
				Arguments.of("{\"username\":null,\"email\":null}", new String[] { name, email }),
				Arguments.of("{\"username\":\"\",\"email\":\"\"}", new String[] { name, email }),
				Arguments.of("{\"username\":\" \\t\",\"email\":\"  \"}", new String[] { name, email }),
				Arguments.of(body("a".repeat(101), "a@example.com"), new String[] { name }),
				Arguments.of(body("\\u0000", "a@example.com"), new String[] { name }),
				Arguments.of(body("a\\nb", "a@example.com"), new String[] { name }),
				Arguments.of(body("a\\u007fb", "a@example.com"), new String[] { name }),
				Arguments.of(body("a\\u0085b", "a@example.com"), new String[] { name }),
				Arguments.of(body("a\\ud800b", "a@example.com"), new String[] { name }),
				Arguments.of(body("a", "a\\u0000@example.com"), new String[] { email }),
				Arguments.of(body("a", "plain"), new String[] { email }),
				Arguments.of(body("a", "a".repeat(250) + "@example.com"), new String[] { email }));
	}

	@ParameterizedTest
	@MethodSource("invalidBodies")
	void namesEachInvalidField(String body, String... pointers) {
		MvcTestResult answer = post(body);
		assertProblem(answer, 400, "invalid-request");
		assertThat(answer).bodyJson()
			.extractingPath("$.errors[*].pointer")
			.asArray()
			.containsExactly((Object[]) pointers);
		assertThat(answer).bodyJson().extractingPath("$.errors[*].detail").asArray().hasSameSizeAs(pointers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"username\":\"a\",", "{'username':'a'}", "{\"username\":\"a\"}}",
			"{\"username\":\"a\\x\"}", "<xml/>", "nul" })
	void bodiesThatAreNotJsonAreMalformed(String body) {
		MvcTestResult answer = post(body);
		assertProblem(answer, 400, "malformed-request");
		assertThat(answer).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo("");
	}

	@Test
	void bytesThatAreNotUtf8AreMalformed() {
		byte[] body = VALID.getBytes(StandardCharsets.UTF_8);
		body[15] = (byte) 0xC3;
		MvcTestResult answer = this.mvc.post()
			.uri("/user/registration")
			.contentType(MediaType.APPLICATION_JSON)
			.content(body)
			.exchange();
		assertProblem(answer, 400, "malformed-request");
	}

	@Test
	void aBodyOver16KibIsTooLarge() {
		assertProblem(post(body("a", "a@example.com") + " ".repeat(16 * 1024)), 413, "payload-too-large");
	}

	@Test
	void otherMediaTypesAndMethodsAreProblemsToo() {
		assertProblem(this.mvc.post().uri("/user/registration").content(VALID).exchange(), 415,
				"unsupported-media-type");
		assertProblem(this.mvc.get().uri("/user/registration").exchange(), 405, "method-not-allowed");
		assertProblem(this.mvc.post()
			.uri("/user/registration")
			.contentType(MediaType.APPLICATION_JSON)
			.accept(MediaType.TEXT_HTML)
			.content(VALID)
			.exchange(), 406, "not-acceptable");
		assertProblem(this.mvc.get().uri("/nowhere").exchange(), 404, "not-found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"\"", "\"open", "two words", "a,b", "a;b", "\"a\\b\"", "ü" })
	void anInvalidKeyIsNamed(String key) {
		MvcTestResult answer = this.mvc.post()
			.uri("/user/registration")
			.contentType(MediaType.APPLICATION_JSON)
			.content(VALID)
			.header("Idempotency-Key", key)
			.exchange();
		assertProblem(answer, 400, "invalid-request");
		assertThat(answer).bodyJson().extractingPath("$.errors[0].header").isEqualTo("Idempotency-Key");
		assertThat(answer).hasHeader("Link",
				"</docs/problems/invalid-request>; rel=\"help describedby\"; type=\"text/html\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "k", "\\\"" })
	void aKeyOfAnyLengthIsAnswered(String part) {
		MvcTestResult answer = this.mvc.post()
			.uri("/user/registration")
			.contentType(MediaType.APPLICATION_JSON)
			.content(VALID)
			.header("Idempotency-Key", '"' + part.repeat(7_000 / part.length()) + '"')
			.exchange();
		assertProblem(answer, 400, "invalid-request");
	}

	private static RegistrationUnavailableException unavailable(String reason) {
		return new RegistrationUnavailableException(Reason.valueOf(reason), null);
	}

	private void decides(RegistrationReply reply) {
		given(this.gateway.decide(any(), any())).willReturn(CompletableFuture.completedFuture(reply));
	}

	private MvcTestResult post(String body) {
		return this.mvc.post()
			.uri("/user/registration")
			.contentType(MediaType.APPLICATION_JSON)
			.content(body)
			.exchange();
	}

	private static String body(String username, String email) {
		return "{\"username\":\"%s\",\"email\":\"%s\"}".formatted(username, email);
	}

	private static void assertProblem(MvcTestResult answer, int status, String type) {
		assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("https://enrol.github.io/problems/" + type);
		assertThat(answer).bodyJson().extractingPath("$.status").isEqualTo(status);
	}

}
