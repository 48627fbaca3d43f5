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
 * Reads lines that end with a line feed, in bounded memory whatever their length. The
 * last line needs none. Blank lines are counted and skipped; a byte order mark is blank.
 */
final class LineReader {

	private static final int BUFFER_SIZE = 64 * 1024;

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private final InputStream in;

	private final int maxLength;

	private final byte[] buffer;

	private int start;

	private int end;

	private long number;

	/**
	 * Reads the stream without closing it.
	 * @param maxLength in bytes; of a longer line only one byte more than this is
	 * returned, and the rest is skipped
	 */
	LineReader(InputStream in, int maxLength) {
		this.in = in;
		this.maxLength = maxLength;
		this.buffer = new byte[Math.max(BUFFER_SIZE, maxLength + 2)];
	}

	/**
	 * Returns the next non-blank line without its line feed; null at the end.
	 */
	byte @Nullable [] next() throws IOException {
		byte[] line = line();
		while (line != null && isBlank(line)) {
			line = line();
		}
		return line;
	}

	/**
	 * Returns the number of the last returned line, from 1, counting blank lines.
	 */
	long number() {
		return this.number;
	}

	/**
	 * Returns the next line, which may be blank, without its line feed; null at the end.
	 */
	byte @Nullable [] line() throws IOException {
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
			// Bytes beyond the longest line would not be returned anyway.
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

	boolean isBlank(byte[] line) {
		if (line.length > this.maxLength) {
			return false;
		}
		boolean marked = Arrays.equals(BYTE_ORDER_MARK, Arrays.copyOf(line, BYTE_ORDER_MARK.length));
		for (int i = marked ? BYTE_ORDER_MARK.length : 0; i < line.length; i++) {
			if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
				return false;
			}
		}
		return true;
	}

}
