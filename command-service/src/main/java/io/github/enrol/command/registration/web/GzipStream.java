/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;

/**
 * Reads gzip (RFC 1952) as it arrives. {@link java.util.zip.GZIPInputStream} would take a
 * sender's pause between two members for the end and ignore trailing data that is not a
 * member: lines would be lost silently. Here both are errors, thrown as a
 * {@link Problem}.
 */
final class GzipStream extends InputStream {

	private static final int BUFFER_SIZE = 8 * 1024;

	private static final int MAGIC = 0x8B1F;

	private static final int DEFLATE = 8;

	private static final int HEADER_CHECKSUM = 0x02;

	private static final int EXTRA = 0x04;

	private static final int NAME = 0x08;

	private static final int COMMENT = 0x10;

	private static final int RESERVED = 0xE0;

	private final InputStream compressed;

	private final byte[] input = new byte[BUFFER_SIZE];

	private int position;

	private int limit;

	private final Inflater inflater = new Inflater(true);

	private final CRC32 checksum = new CRC32();

	private boolean inMember;

	private boolean hasMember;

	GzipStream(InputStream compressed) {
		this.compressed = compressed;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	/**
	 * Returns as soon as any bytes are available.
	 */
	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		int count = 0;
		while (count == 0 && length > 0) {
			if (!this.inMember && !beginMember()) {
				return -1;
			}
			count = inflate(buffer, offset, length);
		}
		return count;
	}

	@Override
	public void close() throws IOException {
		this.inflater.end();
		this.compressed.close();
	}

	private int inflate(byte[] buffer, int offset, int length) throws IOException {
		try {
			int count = this.inflater.inflate(buffer, offset, length);
			this.checksum.update(buffer, offset, count);
			if (this.inflater.finished()) {
				this.position = this.limit - this.inflater.getRemaining();
				endMember();
			}
			else if (count == 0) {
				require(!this.inflater.needsDictionary(), "its data is damaged");
				require(this.position < this.limit || fill(), "it ends too early");
				this.inflater.setInput(this.input, this.position, this.limit - this.position);
				this.position = this.limit;
			}
			return count;
		}
		catch (DataFormatException ex) {
			throw broken("its data is damaged");
		}
	}

	private boolean beginMember() throws IOException {
		if (this.position == this.limit && !fill()) {
			require(this.hasMember, "it is empty");
			return false;
		}
		require(twoBytes() == MAGIC, this.hasMember ? "something else follows it" : "it does not begin like gzip");
		require(oneByte() == DEFLATE, "its compression method is unknown");
		int flags = oneByte();
		require((flags & RESERVED) == 0, "its header is unknown");
		skip(6);
		if ((flags & EXTRA) != 0) {
			skip(twoBytes());
		}
		skipText((flags & NAME) != 0);
		skipText((flags & COMMENT) != 0);
		skip(((flags & HEADER_CHECKSUM) != 0) ? 2 : 0);
		this.inMember = true;
		this.hasMember = true;
		return true;
	}

	private void endMember() throws IOException {
		long expected = twoBytes() | ((long) twoBytes() << 16);
		long length = twoBytes() | ((long) twoBytes() << 16);
		require(expected == this.checksum.getValue() && length == (this.inflater.getBytesWritten() & 0xFFFFFFFFL),
				"its checksum does not fit");
		this.inflater.reset();
		this.checksum.reset();
		this.inMember = false;
	}

	private void skipText(boolean present) throws IOException {
		for (boolean more = present; more; more = oneByte() != 0) {
			// Up to and including the terminating zero byte.
		}
	}

	private void skip(int count) throws IOException {
		for (int i = 0; i < count; i++) {
			oneByte();
		}
	}

	private int twoBytes() throws IOException {
		return oneByte() | (oneByte() << 8);
	}

	private int oneByte() throws IOException {
		require(this.position < this.limit || fill(), "it ends too early");
		return this.input[this.position++] & 0xFF;
	}

	private boolean fill() throws IOException {
		this.position = 0;
		this.limit = Math.max(0, this.compressed.read(this.input));
		return this.limit > 0;
	}

	private static void require(boolean sound, String flaw) {
		if (!sound) {
			throw broken(flaw);
		}
	}

	private static Problem broken(String flaw) {
		return Problem.of(ProblemType.MALFORMED_REQUEST,
				"The Content-Encoding header says gzip, but the body cannot be read as gzip: " + flaw + ".");
	}

}
