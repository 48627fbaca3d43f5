/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.assertj.MvcTestResultAssert;

import static org.assertj.core.api.Assertions.assertThat;

@WebMvcTest
@ExtendWith(OutputCaptureExtension.class)
class ProblemHandlerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void thrownProblemIsTheAnswer() {
		assertProblem(this.mvc.get().uri("/things/0").exchange(), ProblemType.USER_NOT_FOUND).bodyJson()
			.isStrictlyEqualTo("""
					{"type": "https://enrol.github.io/problems/user-not-found", "title": "There is no such user",
					"status": 404, "detail": "No user has this id.", "instance": "/things/0"}""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "image/png", "application/xml;q=0.9", "nonsense" })
	void problemIsAnsweredWhateverIsAccepted(String accept) {
		assertProblem(this.mvc.get().uri("/things/1").header(HttpHeaders.ACCEPT, accept).exchange(),
				ProblemType.NOT_ACCEPTABLE);
	}

	@Test
	void supportedMediaTypesAreNamed() {
		assertThat(this.mvc.get().uri("/things/1").accept(MediaType.IMAGE_PNG)).bodyJson()
			.extractingPath("$.detail")
			.asString()
			.endsWith("It knows application/json.");
	}

	@Test
	void unknownPathIsNotFound() {
		assertProblem(this.mvc.get().uri("/nowhere").exchange(), ProblemType.NOT_FOUND);
	}

	@Test
	void pathVariableOfTheWrongTypeNamesNoResource() {
		assertProblem(this.mvc.get().uri("/things/x").exchange(), ProblemType.NOT_FOUND);
	}

	@Test
	void errorPathIsNotFoundForClients() {
		assertProblem(this.mvc.get().uri("/error").exchange(), ProblemType.NOT_FOUND);
	}

	@Test
	void refusedMethodNamesTheAllowedOnes() {
		MvcTestResult result = this.mvc.delete().uri("/things").exchange();
		assertProblem(result, ProblemType.METHOD_NOT_ALLOWED);
		assertThat(result.getResponse().getHeader("Allow")).contains("GET", "POST");
	}

	@Test
	void refusedMediaTypeNamesTheSupportedOnes() {
		assertProblem(this.mvc.post().uri("/things").contentType(MediaType.APPLICATION_XML).content("<x/>").exchange(),
				ProblemType.UNSUPPORTED_MEDIA_TYPE)
			.hasHeader("Accept", "application/json");
	}

	@Test
	void missingParameterIsNamed() {
		assertError(this.mvc.get().uri("/things").exchange(), "parameter", "size", "is missing");
	}

	@Test
	void parameterOfTheWrongTypeIsNamed() {
		assertError(this.mvc.get().uri("/things?size=many").exchange(), "parameter", "size", "must be a whole number");
	}

	@Test
	void parameterOutsideTheEnumIsNamed() {
		assertError(this.mvc.get().uri("/things?size=1&colour=GREEN").exchange(), "parameter", "colour",
				"must be one of RED, BLUE");
	}

	@Test
	void parameterThatValidationRefusesIsNamed() {
		assertError(this.mvc.get().uri("/things?size=11").exchange(), "parameter", "size",
				"must be less than or equal to 10");
	}

	@Test
	void missingHeaderIsNamed() {
		assertError(this.mvc.get().uri("/headed").exchange(), "header", "X-Needed", "is missing");
	}

	@Test
	void headerOfTheWrongTypeIsNamed() {
		assertError(this.mvc.get().uri("/things?size=1").header("X-Depth", "deep").exchange(), "header", "X-Depth",
				"must be a whole number");
	}

	@Test
	void headerThatValidationRefusesIsNamed() {
		assertError(this.mvc.get().uri("/things?size=1").header("X-Depth", "4").exchange(), "header", "X-Depth",
				"must be less than or equal to 3");
	}

	@Test
	void fieldThatValidationRefusesIsNamed() {
		assertError(post("""
				{"name": " ", "size": 1, "colour": "RED"}"""), "pointer", "/name", "must not be blank");
	}

	@Test
	void fieldOfTheWrongTypeIsNamed() {
		assertError(post("""
				{"name": "x", "size": "many", "colour": "RED"}"""), "pointer", "/size", "must be a whole number");
	}

	@Test
	void bodyThatIsNotJsonIsMalformed() {
		assertProblem(post("{\"name\": secret"), ProblemType.MALFORMED_REQUEST).bodyText()
			.contains("line 1, column")
			.doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "1", "\"x\"" })
	void bodyOfTheWrongKindIsMalformed(String body) {
		assertProblem(post(body), ProblemType.MALFORMED_REQUEST);
	}

	@Test
	void foreignStatusKeepsItsDetail() {
		assertThat(this.mvc.get().uri("/teapot")).hasStatus(418)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.isLenientlyEqualTo("""
					{"type": "https://enrol.github.io/problems/http-error", "status": 418,
					"detail": "Short and stout."}""");
	}

	@Test
	void failureIsLoggedOnceAndNotDisclosed(CapturedOutput output) {
		assertProblem(this.mvc.get().uri("/broken?email=eve@example.com").exchange(), ProblemType.INTERNAL_ERROR)
			.bodyText()
			.doesNotContain("secret", "Exception");
		assertThat(output).containsOnlyOnce("IllegalStateException: secret")
			.contains("Failed to serve GET /broken", "at " + TestApplication.class.getName())
			.doesNotContain("eve@example.com");
	}

	@Test
	void errorOfTheVirtualMachineIsAFailureToo(CapturedOutput output) {
		assertProblem(this.mvc.get().uri("/overflow").exchange(), ProblemType.INTERNAL_ERROR);
		assertThat(output).contains("StackOverflowError");
	}

	@Test
	void disconnectedClientIsNotAFailure(CapturedOutput output) {
		this.mvc.get().uri("/aborted").exchange();
		assertThat(output).doesNotContain("Broken pipe", "ERROR");
	}

	@Test
	void optionsListsAllowedMethods() {
		MvcTestResult result = this.mvc.options().uri("/things").exchange();
		assertThat(result).hasStatusOk();
		assertThat(result.getResponse().getHeader("Allow")).contains("GET", "POST");
	}

	private MvcTestResult post(String body) {
		return this.mvc.post().uri("/things").contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

	private static void assertError(MvcTestResult result, String place, String name, String detail) {
		assertProblem(result, ProblemType.INVALID_REQUEST).bodyJson()
			.extractingPath("$.errors")
			.asArray()
			.singleElement()
			.isEqualTo(Map.of(place, name, "detail", detail));
	}

	private static MvcTestResultAssert assertProblem(MvcTestResult result, ProblemType type) {
		assertThat(result).bodyJson().extractingPath("$.type").isEqualTo(type.uri().toString());
		return assertThat(result).hasStatus(type.status()).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

}
