/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConsistencyTokenTests {

	@ParameterizedTest
	@CsvSource({ "0, 0", "11, 123456789", "999, 999999999999999999" })
	void roundTrips(int partition, long offset) {
		ConsistencyToken token = new ConsistencyToken(partition, offset);
		assertThat(token.encode()).matches("[A-Za-z0-9_-]+");
		assertThat(ConsistencyToken.decode(token.encode())).contains(token);
	}

	@Test
	void isTheSameTextInEveryVersion() {
		assertThat(new ConsistencyToken(3, 41).encode()).isEqualTo("MS4zLjQx");
		assertThat(new ConsistencyToken(3, 41, true).encode()).isEqualTo("Mi4zLjQx");
	}

	@Test
	void saysWhetherItIsOfAnErasure() {
		assertThat(ConsistencyToken.decode("Mi4zLjQx")).contains(new ConsistencyToken(3, 41, true));
		assertThat(ConsistencyToken.decode("MS4zLjQx")).contains(new ConsistencyToken(3, 41, false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "x", "MS4z", "My4zLjQx", "MS4zLjQx\n", "MS4tMy40MQ", "%%%", "ü",
			"MS45OTk5OTk5OTk5OTkuMQ" })
	void refusesAnyOtherText(String text) {
		assertThat(ConsistencyToken.decode(text)).isEmpty();
	}

}
