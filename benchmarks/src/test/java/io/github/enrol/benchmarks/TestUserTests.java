/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

import io.github.enrol.events.EmailAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TestUserTests {

	@Test
	void laterNumbersHaveGreaterIds() {
		assertThat(LongStream.range(0, 1000).mapToObj(TestUser::number).map(TestUser::id)).isSorted();
	}

	@Test
	void eachHasAnAddressOfItsOwnThatIsNormalised() {
		Set<String> addresses = new HashSet<>();
		LongStream.range(0, 1000).mapToObj(TestUser::number).forEach((user) -> {
			assertThat(EmailAddress.of(user.email()).key()).isEqualTo(user.email());
			assertThat(addresses.add(user.email())).isTrue();
		});
	}

}
