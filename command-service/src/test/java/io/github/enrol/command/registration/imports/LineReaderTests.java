/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LineReaderTests {

	private static final int MAX = 10;

	@Test
	void returnsLinesWithoutLineFeedsAndTheLastNeedsNone() throws IOException {
		assertThat(lines("a\nbc\n")).containsExactly("1:a", "2:bc");
		assertThat(lines("a\nbc")).containsExactly("1:a", "2:bc");
		assertThat(lines("")).isEmpty();
	}

	@Test
	void countsAndSkipsBlankLines() throws IOException {
		assertThat(lines("\n \t\r\na\r\n\n\nb\n\n")).containsExactly("3:a\r", "6:b");
	}

	@Test
	void aByteOrderMarkIsBlank() throws IOException {
		assertThat(lines("\uFEFF\n\uFEFF \r\na\n\uFEFF")).containsExactly("3:a");
		assertThat(lines("\uFEFFa\n")).containsExactly("1:\uFEFFa");
	}

	@Test
	void aTooLongLineIsCutAndTheNextOneIsComplete() throws IOException {
		assertThat(lines("0123456789\n0123456789A\nb")).containsExactly("1:0123456789", "2:0123456789A", "3:b");
		assertThat(lines("x".repeat(1_000_000) + "\nb\n" + "y".repeat(200_000))).containsExactly("1:" + "x".repeat(11),
				"2:b", "3:" + "y".repeat(11));
	}

	@Test
	void aTooLongLineIsNotBlank() throws IOException {
		assertThat(lines(" ".repeat(100) + "{}\na")).containsExactly("1:" + " ".repeat(11), "2:a");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 1000 })
	void linesDoNotDependOnHowTheBytesArrive(int size) throws IOException {
		StringBuilder text = new StringBuilder();
		List<String> expected = new ArrayList<>();
		for (int i = 1; i <= 40_000; i++) {
			String line = "line" + i % 1000;
			text.append(line).append('\n');
			expected.add(i + ":" + line);
		}
		InputStream stream = new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)) {
			@Override
			public int read(byte[] bytes, int offset, int length) {
				return super.read(bytes, offset, Math.min(length, size));
			}
		};
		assertThat(lines(stream)).isEqualTo(expected);
	}

	private static List<String> lines(String text) throws IOException {
		return lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static List<String> lines(InputStream stream) throws IOException {
		LineReader reader = new LineReader(stream, MAX);
		List<String> lines = new ArrayList<>();
		for (byte[] line = reader.next(); line != null; line = reader.next()) {
			lines.add(reader.number() + ":" + new String(line, StandardCharsets.UTF_8));
		}
		return lines;
	}

}
