/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.util.concurrent.CompletableFuture;

import io.github.enrol.command.registration.EraseUser;
import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.http.problems.ProblemsAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

@WebMvcTest({ ErasureController.class, EntryController.class })
@ImportAutoConfiguration({ HypermediaAutoConfiguration.class, ProblemsAutoConfiguration.class })
@EnableConfigurationProperties(WebProperties.class)
@TestPropertySource(properties = { "registration.query-service-url=https://users.example.com/api",
		"registration.instance-id=test" })
class ErasureControllerTests {

	private static final String ID = "01KAS3T8R5Y9M2V7QX4ZB6N1CD";

	private static final String VALID = """
			{"email": "test@example.com", "user_id": "01KAS3T8R5Y9M2V7QX4ZB6N1CD"}""";

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private CommandGateway gateway;

	@Test
	void answersWhereToSeeThatTheUserIsGone() {
		decides(new RegistrationReply(Outcome.ERASED, ID, 3, 41));
		MvcTestResult answer = post(VALID);
		assertThat(answer).hasStatus(200)
			.hasHeader("Cache-Control", "no-store")
			.hasHeader("Vary", "Accept")
			.hasContentType("application/hal+json");
		assertThat(answer).bodyJson()
			.isStrictlyEqualTo(
					"""
							{"user_id":"%s","_links":{"enrol:user":{"href":"https://users.example.com/api/users/%s?at=%s"},
							"curies":[{"name":"enrol","href":"https://users.example.com/api/docs/relations/{rel}","templated":true}]}}"""
						.formatted(ID, ID, new ConsistencyToken(3, 41, true).encode()));
	}

	@Test
	void erasesTheNormalisedAddressAndTheCanonicalId() {
		decides(new RegistrationReply(Outcome.ERASED, ID, 3, 41));
		post("""
				{"email": " TEST@Example.com", "user_id": " 01kas3t8r5y9m2v7qx4zb6n1cd ", "username": 7}""");
		ArgumentCaptor<EraseUser> command = ArgumentCaptor.forClass(EraseUser.class);
		then(this.gateway).should().decide(eq("test@example.com"), command.capture());
		assertThat(command.getValue().email()).isEqualTo("TEST@Example.com");
		assertThat(command.getValue().userId()).isEqualTo(ID);
		assertThat(command.getValue().commandId()).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
		assertThat(command.getValue().erasedAt().getNano() % 1_000_000).isZero();
	}

	@Test
	void whoeverIsNotThereIsNotFound() {
		decides(new RegistrationReply(Outcome.USER_NOT_FOUND, null, 3, 41));
		assertProblem(post(VALID), 404, "user-not-found");
	}

	@ParameterizedTest
	@CsvSource({ "NO_REPLY, outcome-unknown, may have taken place", "NOT_SENT, outcome-unknown, was not sent",
			"OVERLOADED, overloaded, was not sent" })
	void anUnknownOutcomeSaysHowToFindItOut(Reason reason, String type, String detail) {
		given(this.gateway.decide(any(), any()))
			.willReturn(CompletableFuture.failedFuture(new RegistrationUnavailableException(reason, null)));
		MvcTestResult answer = post(VALID);
		assertProblem(answer, 503, type);
		assertThat(answer).hasHeader("Retry-After", "1");
		assertThat(answer).bodyJson()
			.extractingPath("$.detail")
			.asString()
			.contains(detail, "rasure", "safe to send the same request again");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{}                                                              | /email   | is missing
					{"email": "test", "user_id": "01KAS3T8R5Y9M2V7QX4ZB6N1CD"}       | /email   | must be an email address, with one @
					{"email": "test@example.com"}                                   | /user_id | is missing
					{"email": "test@example.com", "user_id": 1}                     | /user_id | must be a string
					{"email": "test@example.com", "user_id": "ada"}                 | /user_id | must be the id of a user, 26 characters long
					""")
	void namesWhatIsInvalid(String body, String pointer, String detail) {
		MvcTestResult answer = post(body);
		assertProblem(answer, 400, "invalid-request");
		assertThat(answer).bodyText().contains("\"pointer\":\"" + pointer + "\",\"detail\":\"" + detail + "\"");
		then(this.gateway).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{              | The erasure is not valid JSON near column 2.
			''             | The erasure is empty.
			{"a":1,"a":2}  | The member at /a occurs more than once.
			""")
	void saysWhyABodyIsMalformed(String body, String detail) {
		MvcTestResult answer = post(body);
		assertProblem(answer, 400, "malformed-request");
		assertThat(answer).bodyJson().extractingPath("$.detail").isEqualTo(detail);
	}

	@Test
	void aLargeBodyIsRefused() {
		assertProblem(post("{\"email\":\"" + "a".repeat(17_000) + "\"}"), 413, "payload-too-large");
	}

	private void decides(RegistrationReply reply) {
		given(this.gateway.decide(any(), any())).willReturn(CompletableFuture.completedFuture(reply));
	}

	private MvcTestResult post(String body) {
		return this.mvc.post().uri("/user/erasure").contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

	private static void assertProblem(MvcTestResult answer, int status, String type) {
		assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("https://enrol.github.io/problems/" + type);
	}

}
