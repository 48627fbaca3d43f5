/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The first bytes of a stream, whatever follows them.
 */
final class BoundedStream extends FilterInputStream {

	private long rest;

	BoundedStream(InputStream stream, long size) {
		super(stream);
		this.rest = size;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		if (this.rest == 0) {
			return -1;
		}
		int count = super.read(buffer, offset, (int) Math.min(length, this.rest));
		this.rest -= Math.max(count, 0);
		return count;
	}

	@Override
	public int available() throws IOException {
		return (int) Math.min(super.available(), this.rest);
	}

}
