/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.github.enrol.command.registration.web.RegistrationRequest;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180) with a header line. A record ends with the first line at which its
 * quotation marks are even in number. A flawed record costs only its first line: each
 * line after it is read again as a record, since a quotation mark too many would
 * otherwise take all lines up to the next one.
 */
final class CsvRecords implements ImportRecords {

	private static final int MAX_SIZE = RegistrationRequest.MAX_BODY_SIZE;

	private final LineReader lines;

	private final Deque<Line> returned = new ArrayDeque<>();

	private @Nullable CsvHeader header;

	private long number;

	CsvRecords(InputStream body) {
		this.lines = new LineReader(body, MAX_SIZE);
	}

	@Override
	public byte @Nullable [] next() throws IOException {
		if (this.header == null) {
			this.header = readHeader();
		}
		Line first = nextFilled();
		if (first == null) {
			return null;
		}
		this.number = first.number();
		return first.isOpen() ? whole(this.header, first) : first.bytes();
	}

	@Override
	public long number() {
		return this.number;
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalStateException before the first record was returned
	 */
	@Override
	public RegistrationRequest read(byte[] bytes) {
		if (this.header == null) {
			throw new IllegalStateException("the header line was not read");
		}
		return this.header.read(RegistrationRequest.text(bytes));
	}

	private CsvHeader readHeader() throws IOException {
		byte[] line = this.lines.next();
		if (line == null) {
			return CsvHeader.of("");
		}
		RegistrationRequest.requireUtf8(line);
		return CsvHeader.of(RegistrationRequest.text(line));
	}

	/**
	 * Returns the record that begins with the line, or the line alone if that is none.
	 */
	private byte[] whole(CsvHeader header, Line first) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(first.bytes());
		List<Line> more = new ArrayList<>();
		boolean open = true;
		while (open && bytes.size() <= MAX_SIZE) {
			Line line = nextLine();
			if (line == null) {
				break;
			}
			more.add(line);
			bytes.write('\n');
			bytes.writeBytes(line.bytes());
			open = !line.isOpen();
		}
		if (!open && bytes.size() <= MAX_SIZE && header.fits(bytes.toString(StandardCharsets.UTF_8))) {
			return bytes.toByteArray();
		}
		for (int i = more.size() - 1; i >= 0; i--) {
			this.returned.push(more.get(i));
		}
		return first.bytes();
	}

	private @Nullable Line nextFilled() throws IOException {
		Line line = nextLine();
		while (line != null && this.lines.isBlank(line.bytes())) {
			line = nextLine();
		}
		return line;
	}

	private @Nullable Line nextLine() throws IOException {
		if (!this.returned.isEmpty()) {
			return this.returned.pop();
		}
		byte[] bytes = this.lines.line();
		return (bytes != null) ? new Line(this.lines.number(), bytes) : null;
	}

	/**
	 * A line of the input.
	 */
	private record Line(long number, byte[] bytes) {

		/**
		 * Returns whether it opens a quotation without closing it, or the reverse.
		 */
		boolean isOpen() {
			boolean open = false;
			for (byte character : this.bytes) {
				open ^= character == '"';
			}
			return open;
		}

	}

}
