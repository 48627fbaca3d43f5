/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Writes events line by line, and the line by which the whole file can be told from a cut
 * one.
 */
final class EventFileWriter {

	private final OutputStream out;

	private final MessageDigest digest = EventFileEnd.newDigest();

	private long events;

	EventFileWriter(OutputStream out) {
		this.out = out;
	}

	void write(LoggedEvent event) throws IOException {
		byte[] line = EventJson.write(event);
		EventFileEnd.update(this.digest, line);
		writeLine(line);
		this.events++;
	}

	/**
	 * Writes the last line.
	 * @return the number of events
	 */
	long end() throws IOException {
		writeLine(new EventFileEnd(this.events, HexFormat.of().formatHex(this.digest.digest())).json());
		this.out.flush();
		return this.events;
	}

	private void writeLine(byte[] line) throws IOException {
		this.out.write(line);
		this.out.write('\n');
	}

}
