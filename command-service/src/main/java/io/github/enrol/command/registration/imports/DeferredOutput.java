/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Holds output back in a temporary file until it is complete. Some HTTP clients read
 * nothing before they have sent everything, so neither side could go on once the buffers
 * between them are full. The file goes with the process, however that ends: where the
 * system allows it, it has no name from the moment that it is open.
 */
final class DeferredOutput extends OutputStream {

	private final OutputStream target;

	private final FileChannel file;

	private final GZIPOutputStream spool;

	DeferredOutput(OutputStream target) throws IOException {
		this.target = target;
		this.file = FileChannel.open(Files.createTempFile("import-results-", ".gz"), StandardOpenOption.READ,
				StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
		this.spool = new GZIPOutputStream(Channels.newOutputStream(this.file));
	}

	@Override
	public void write(int value) throws IOException {
		this.spool.write(value);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		this.spool.write(bytes, offset, length);
	}

	/**
	 * Sends the output and closes the target.
	 */
	void send() throws IOException {
		this.spool.finish();
		this.file.position(0);
		try (InputStream results = new GZIPInputStream(Channels.newInputStream(this.file))) {
			results.transferTo(this.target);
		}
		this.target.close();
	}

	/**
	 * Discards what was not sent.
	 */
	@Override
	public void close() throws IOException {
		try {
			this.spool.close();
		}
		finally {
			this.file.close();
		}
	}

}
