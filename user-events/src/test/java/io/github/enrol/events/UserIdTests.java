/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UserIdTests {

	@ParameterizedTest
	@ValueSource(strings = { "01KAS9ZC5XQH0V3T6J8M2N4P7R", "01kas9zc5xqh0v3t6j8m2n4p7r", "01Kas9zC5XQH0V3T6J8M2N4P7R" })
	void caseDoesNotMatter(String text) {
		assertThat(UserId.parse(text)).contains(new UserId("01KAS9ZC5XQH0V3T6J8M2N4P7R"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "00000000000000000000000000", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ" })
	void has128Bits(String text) {
		assertThat(new UserId(text).value()).isEqualTo(text);
		assertThat(UserId.parse(text)).contains(new UserId(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "81KAS9ZC5XQH0V3T6J8M2N4P7R", "01KAS9ZC5XQH0V3T6J8M2N4P7I",
			"01KAS9ZC5XQH0V3T6J8M2N4P7RR", "01KAS9ZC5XQH0V3T6J8M2N4P7ſ", "01KAS9ZC5XQH0V3T6J8M2N4P7ß",
			"01KAS9ZC5XQH0V3T6J8M2N4Pß", " 01KAS9ZC5XQH0V3T6J8M2N4P7R", "01KAS9ZC5XQH0V3T6J8M2N4P7R\n" })
	void anyOtherTextIsNoId(String text) {
		assertThat(UserId.parse(text)).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> new UserId(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "01kas9zc5xqh0v3t6j8m2n4p7r", "01KAS9ZC5XQH0V3T6J8M2N4P7r" })
	void isCanonicalOnlyInUpperCase(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new UserId(text));
	}

}
