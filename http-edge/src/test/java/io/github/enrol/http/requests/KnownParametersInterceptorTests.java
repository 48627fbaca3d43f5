/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

class KnownParametersInterceptorTests {

	private final MockMvcTester mvc = MockMvcTester.create(
			MockMvcBuilders.standaloneSetup(new Things()).addInterceptors(new KnownParametersInterceptor()).build());

	@ParameterizedTest
	@ValueSource(
			strings = { "/things", "/things?size=1", "/things?size=1&created_after=x&size=2", "/things?size", "/bare" })
	void knownOnesPass(String uri) {
		assertThat(this.mvc.get().uri(uri).exchange()).hasStatusOk();
	}

	@ParameterizedTest
	@CsvSource({ "siez, did you mean size?", "Size, did you mean size?", "created_afer, did you mean created_after?",
			"createdafter, did you mean created_after?", "page, 'which has size, created_after'",
			"'', 'which has size, created_after'" })
	void othersAreNamedWithTheNearestKnownOne(String name, String advice) {
		MvcTestResult answer = this.mvc.get().uri("/things?size=1&{name}=2", name).exchange();
		assertThat(answer).failure().extracting("body.properties").asString().contains(advice);
	}

	@Test
	void aResourceWithoutParametersSaysSo() {
		assertThat(this.mvc.get().uri("/bare?x=1").exchange()).failure()
			.extracting("body.properties")
			.asString()
			.contains("which has none");
	}

	@RestController
	static class Things {

		@GetMapping("/things")
		@KnownParameters({ "size", "created_after" })
		String things() {
			return "";
		}

		@GetMapping("/bare")
		String bare() {
			return "";
		}

	}

}
