/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestIdValveTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	@ParameterizedTest
	@ValueSource(strings = { "00-" + TRACE + "-00f067aa0ba902b7-01", "00-" + TRACE + "-00f067aa0ba902b7-ff",
			"01-" + TRACE + "-00f067aa0ba902b7-01", "cc-" + TRACE + "-00f067aa0ba902b7-01-what-the-future-will-be" })
	void takesTheTraceOfTheCaller(String traceparent) {
		assertThat(RequestIdValve.traceId(traceparent)).isEqualTo(TRACE);
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { TRACE, "00-" + TRACE, "ff-" + TRACE + "-00f067aa0ba902b7-01",
			"00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-" + TRACE + "-0000000000000000-01",
			"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "00-" + TRACE + "-00f067aa0ba902b7-01-more",
			"00-" + TRACE + "-00f067aa0ba902b7-01\n", "00-ann@example.com-00f067aa0ba902b7-01" })
	void ignoresWhatIsNone(String traceparent) {
		assertThat(RequestIdValve.traceId(traceparent)).isNull();
	}

	@Test
	void isRandomOtherwise() {
		assertThat(RequestIdValve.random()).matches("[0-9a-f]{32}").isNotEqualTo(RequestIdValve.random());
	}

}
