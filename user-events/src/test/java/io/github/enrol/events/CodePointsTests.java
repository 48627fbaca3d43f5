/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import com.ibm.icu.text.UnicodeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CodePointsTests {

	@Test
	void trimsUnicodeWhiteSpace() {
		assertThat(CodePoints.WHITE_SPACE.codePoints().boxed()).containsExactlyElementsOf(
				new UnicodeSet("[:White_Space:]").stream().map((c) -> c.codePointAt(0)).toList());
		for (String space : new UnicodeSet("[:White_Space:]")) {
			assertThat(CodePoints.trim(space + "a" + space + "b" + space)).isEqualTo("a" + space + "b");
			assertThat(CodePoints.trim(space)).isEmpty();
			assertThat(CodePoints.trim(space + space + "a")).isEqualTo("a");
			assertThat(CodePoints.trim("a" + space + space)).isEqualTo("a");
		}
		assertThat(CodePoints.trim("\u200Ba\u001C")).isEqualTo("\u200Ba\u001C");
	}

}
