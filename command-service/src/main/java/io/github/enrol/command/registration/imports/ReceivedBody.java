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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

import io.github.enrol.command.registration.web.Patience;
import io.github.enrol.command.registration.web.RequestBody;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;

import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;

/**
 * A body that was received whole, without its content coding.
 *
 * @param lines that it has, blank ones included
 * @param digest SHA-256
 */
record ReceivedBody(long lines, String digest) {

	/** In bytes. */
	private static final int LEAST_PROGRESS = 1024;

	/**
	 * Writes a body to a file, in bounded memory.
	 * @param idleTimeout how long its next {@value #LEAST_PROGRESS} bytes may take
	 * @throws Problem if the body is too large or too slow, or its content coding is
	 * broken or unknown, or the caller has disconnected
	 * @throws IOException if the file cannot be written
	 */
	static ReceivedBody receive(HttpHeaders headers, InputStream request, Path file, DataSize maxSize,
			Duration idleTimeout) throws IOException {
		Patience caller = new Patience(request, idleTimeout,
				"Less than " + LEAST_PROGRESS + " bytes came for " + idleTimeout.toSeconds() + " s.");
		try (InputStream body = RequestBody.open(headers, caller);
				FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			OutputStream out = Channels.newOutputStream(channel);
			MessageDigest digest = sha256();
			byte[] buffer = new byte[64 * 1024];
			long size = 0;
			long progress = 0;
			long lines = 0;
			byte last = '\n';
			for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
				size += count;
				if (size > maxSize.toBytes()) {
					throw Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "The import is larger than " + maxSize.toBytes()
							+ " bytes. Send it in parts with the same key, or without respond-async.");
				}
				if (size - progress >= LEAST_PROGRESS) {
					progress = size;
					caller.restart();
				}
				for (int i = 0; i < count; i++) {
					last = buffer[i];
					lines += (last == '\n') ? 1 : 0;
				}
				digest.update(buffer, 0, count);
				out.write(buffer, 0, count);
			}
			channel.force(true);
			return new ReceivedBody((last == '\n') ? lines : lines + 1, HexFormat.of().formatHex(digest.digest()));
		}
	}

	private static int read(InputStream body, byte[] buffer) {
		try {
			return body.read(buffer);
		}
		catch (IOException ex) {
			throw Problem.of(ProblemType.MALFORMED_REQUEST, "The request broke off, or nothing came for too long.");
		}
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
