/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.List;
import java.util.stream.LongStream;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CloudEventHeadersTests {

	private final Headers headers = new RecordHeaders();

	/** The rule of the sequence extension. */
	@Test
	void sequencesAreOrderedAsText() {
		List<String> texts = LongStream
			.of(1, 2, 9, 10, 11, 99, 100, 2_147_483_647, 2_147_483_648L, 4_294_967_296L, 9_999_999_999L)
			.mapToObj(this::sequence)
			.toList();
		assertThat(texts).startsWith("0000000001").endsWith("9999999999").isSorted().doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 4_294_967_296L, 9_999_999_999L })
	void aSequenceIsReadAsItWasWritten(long version) {
		sequence(version);
		assertThat(CloudEventHeaders.sequence(this.headers)).hasValue(version);
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MIN_VALUE, -1, 0, 10_000_000_000L, Long.MAX_VALUE })
	void aNumberThatWouldNotBeOrderedIsNoSequence(long version) {
		assertThatIllegalArgumentException().isThrownBy(() -> sequence(version));
		assertThat(this.headers).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "1.0", "first", "+1", "٣", "99999999999999999999" })
	void whatIsNoNumberIsNoSequence(String text) {
		CloudEventHeaders.set(this.headers, CloudEventHeaders.SEQUENCE, text);
		assertThat(CloudEventHeaders.sequence(this.headers)).isEmpty();
	}

	private String sequence(long version) {
		CloudEventHeaders.sequence(this.headers, version);
		return String.valueOf(CloudEventHeaders.text(this.headers, CloudEventHeaders.SEQUENCE));
	}

}
