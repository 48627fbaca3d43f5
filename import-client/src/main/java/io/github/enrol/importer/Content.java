/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/**
 * The content of the input, expanded if it is gzip, whatever its name. Counts the bytes
 * that were read.
 */
final class Content extends FilterInputStream {

	private static final int BUFFER_SIZE = 64 * 1024;

	private long count;

	private Content(InputStream expanded) {
		super(expanded);
	}

	static Content of(InputStream input) throws IOException {
		InputStream raw = new BufferedInputStream(input, BUFFER_SIZE);
		byte[] magic = peek(raw, 2);
		boolean gzip = magic.length == 2 && magic[0] == (byte) 0x1F && magic[1] == (byte) 0x8B;
		return new Content(new BufferedInputStream(gzip ? new GZIPInputStream(raw, BUFFER_SIZE) : raw, BUFFER_SIZE));
	}

	private static byte[] peek(InputStream stream, int length) throws IOException {
		stream.mark(length);
		byte[] bytes = stream.readNBytes(length);
		stream.reset();
		return bytes;
	}

	/**
	 * Returns the content as text in which U+FFFD replaces what cannot be decoded.
	 * @param encoding null to recognise UTF-16 by its byte order mark, and else expect
	 * UTF-8
	 */
	Reader text(@Nullable Charset encoding) throws IOException {
		if (encoding != null) {
			return new InputStreamReader(this, encoding);
		}
		byte[] mark = peek(this.in, 2);
		boolean utf16 = mark.length == 2 && (mark[0] & mark[1] & 0xFE) == 0xFE && mark[0] != mark[1];
		return new InputStreamReader(this, utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
	}

	/**
	 * Returns how many bytes of the expanded content were read.
	 */
	long count() {
		return this.count;
	}

	@Override
	public int read() throws IOException {
		int read = super.read();
		this.count += (read >= 0) ? 1 : 0;
		return read;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int read = super.read(bytes, offset, length);
		this.count += Math.max(read, 0);
		return read;
	}

}
