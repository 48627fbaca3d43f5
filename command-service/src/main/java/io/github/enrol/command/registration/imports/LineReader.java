/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads lines that end with a line feed, in bounded memory however long they are. The
 * last one may do without. Blank lines are counted and passed over.
 */
final class LineReader {

	private static final int BUFFER_SIZE = 64 * 1024;

	private final InputStream in;

	private final int maxLength;

	private final byte[] buffer;

	private int start;

	private int end;

	private long number;

	/**
	 * Reads the stream, which is not closed.
	 * @param maxLength in bytes; of a longer line so much and one byte more is given, and
	 * the rest is skipped
	 */
	LineReader(InputStream in, int maxLength) {
		this.in = in;
		this.maxLength = maxLength;
		this.buffer = new byte[Math.max(BUFFER_SIZE, maxLength + 2)];
	}

	/**
	 * The next line that is not blank, without its line feed; null at the end.
	 */
	byte @Nullable [] next() throws IOException {
		byte[] line = line();
		while (line != null && isBlank(line)) {
			line = line();
		}
		return line;
	}

	/**
	 * The number of the last line that was given, from 1, blank lines counted.
	 */
	long number() {
		return this.number;
	}

	private byte @Nullable [] line() throws IOException {
		int scanned = this.start;
		while (true) {
			for (; scanned < this.end; scanned++) {
				if (this.buffer[scanned] == '\n') {
					return take(scanned, scanned + 1);
				}
			}
			System.arraycopy(this.buffer, this.start, this.buffer, 0, this.end - this.start);
			this.end -= this.start;
			this.start = 0;
			// What is beyond the longest line would not be given anyway.
			this.end = (this.end < this.buffer.length) ? this.end : this.maxLength + 1;
			scanned = this.end;
			int count = this.in.read(this.buffer, this.end, this.buffer.length - this.end);
			if (count < 0) {
				return (this.end > 0) ? take(this.end, this.end) : null;
			}
			this.end += count;
		}
	}

	private byte[] take(int lineEnd, int next) {
		byte[] line = Arrays.copyOfRange(this.buffer, this.start, Math.min(lineEnd, this.start + this.maxLength + 1));
		this.start = next;
		this.number++;
		return line;
	}

	private boolean isBlank(byte[] line) {
		if (line.length > this.maxLength) {
			return false;
		}
		for (byte character : line) {
			if (character != ' ' && character != '\t' && character != '\r') {
				return false;
			}
		}
		return true;
	}

}
