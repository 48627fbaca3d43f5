/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The lines of the input, which end with LF, CR LF or CR, in bounded memory whatever
 * their length.
 */
final class Lines {

	/** More than the service accepts, whatever the encoding. */
	static final int MAX_LENGTH = 32 * 1024;

	private final Reader reader;

	private final Deque<Line> returned = new ArrayDeque<>();

	private long number;

	private boolean afterCarriageReturn;

	Lines(Reader text) {
		this.reader = new BufferedReader(text, 64 * 1024);
	}

	/**
	 * Returns the next line that is not blank; null at the end.
	 */
	@Nullable Line nextFilled() throws IOException {
		Line line = next();
		while (line != null && line.text().isBlank()) {
			line = next();
		}
		return line;
	}

	/**
	 * Returns the next line without its end; null at the end of the input.
	 */
	@Nullable Line next() throws IOException {
		if (!this.returned.isEmpty()) {
			return this.returned.pop();
		}
		int character = this.reader.read();
		if (character == '\n' && this.afterCarriageReturn || character == '\uFEFF' && this.number == 0) {
			character = this.reader.read();
		}
		this.afterCarriageReturn = false;
		if (character < 0) {
			return null;
		}
		StringBuilder text = new StringBuilder(128);
		for (; character >= 0 && character != '\n' && character != '\r'; character = this.reader.read()) {
			if (text.length() <= MAX_LENGTH) {
				text.append((char) character);
			}
		}
		this.afterCarriageReturn = character == '\r';
		this.number++;
		return new Line(this.number, text.toString());
	}

	/**
	 * Gives lines back, to be returned again in this order.
	 */
	void giveBack(List<Line> lines) {
		for (int i = lines.size() - 1; i >= 0; i--) {
			this.returned.push(lines.get(i));
		}
	}

	/**
	 * A line of the input.
	 *
	 * @param number from 1, blank lines included
	 * @param text at most one character more than {@link #MAX_LENGTH}
	 */
	record Line(long number, String text) {
	}

}
