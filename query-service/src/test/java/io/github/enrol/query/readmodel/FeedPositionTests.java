/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FeedPositionTests {

	@RepeatedTest(50)
	void whatIsEncodedIsDecoded(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		List<Long> next = random.longs(random.nextInt(200))
			.map((offset) -> offset >>> 1 + random.nextInt(62))
			.boxed()
			.toList();
		FeedPosition position = new FeedPosition(next);
		assertThat(FeedPosition.decode(position.encode())).contains(position);
		assertThat(position.encode()).matches("[A-Za-z0-9_-]+");
	}

	@Test
	void theGreatestOffsetIsEncoded() {
		FeedPosition position = new FeedPosition(List.of(Long.MAX_VALUE, 0L, 128L));
		assertThat(FeedPosition.decode(position.encode())).contains(position);
	}

	@RepeatedTest(50)
	void noOtherTextIsDecoded(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		StringBuilder text = new StringBuilder(new FeedPosition(List.of(random.nextLong() >>> 1, 300L, 7L)).encode());
		text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x250));
		String changed = text.toString();
		FeedPosition.decode(changed).ifPresent((position) -> assertThat(position.encode()).isEqualTo(changed));
	}

	// No version; another one; an offset without an end, with leading zeros, of more
	// than 63 bits; padding.
	@ParameterizedTest
	@ValueSource(strings = { "", " ", "Ag", "AYA", "AYAA", "Af___________wE", "AQ==", "A Q", "AQé", "42", "AR" })
	void invalidTextIsRefused(String text) {
		assertThat(FeedPosition.decode(text)).isEmpty();
		assertThat(FeedPosition.decode("A".repeat(9_000))).isEmpty();
	}

	@Test
	void partitionsThatWereAddedBeginAtZero() {
		FeedPosition before = new FeedPosition(List.of(5L, 7L));
		FeedPosition after = before.with(3, 2);
		assertThat(after.next()).containsExactly(5L, 7L, 0L, 2L);
		assertThat(before.of(3)).isZero();
		assertThat(before.behind(after)).containsExactly(3);
		assertThat(before.isBehind(after)).isTrue();
		assertThat(after.isBehind(before)).isFalse();
	}

}
