/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a file of events. Whether it is whole is known at its end only: whoever writes
 * what it has reads it twice.
 */
final class EventFileReader {

	private static final int BUFFER = 64 * 1024;

	private final Path file;

	EventFileReader(Path file) {
		this.file = file;
	}

	/**
	 * Reads the file to its end.
	 * @return the number of events
	 * @throws RefusedException if it is cut, damaged or no such file
	 */
	long read(Consumer<LoggedEvent> events) {
		try (InputStream in = open()) {
			return read(in, events);
		}
		catch (CharacterCodingException | ZipException ex) {
			throw new RefusedException("The file " + this.file + " is damaged, or no file of events.");
		}
		catch (EOFException ex) {
			throw cut();
		}
		catch (IOException ex) {
			throw new RefusedException("The file " + this.file + " cannot be read.");
		}
	}

	private InputStream open() throws IOException {
		InputStream in = new BufferedInputStream(Files.newInputStream(this.file), BUFFER);
		try {
			return EventFile.isCompressed(this.file) ? new GZIPInputStream(in, BUFFER) : in;
		}
		catch (IOException ex) {
			in.close();
			throw ex;
		}
	}

	private long read(InputStream in, Consumer<LoggedEvent> events) throws IOException {
		// Unlike one made from a charset, this decoder does not replace what is
		// malformed.
		BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()),
				BUFFER);
		MessageDigest digest = EventFileEnd.newDigest();
		long count = 0;
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			ObjectNode json = json(line, count + 1, lines);
			if (EventFileEnd.is(json)) {
				requireEnd(EventFileEnd.of(json), new EventFileEnd(count, HexFormat.of().formatHex(digest.digest())),
						lines.readLine());
				return count;
			}
			EventFileEnd.update(digest, line.getBytes(StandardCharsets.UTF_8));
			events.accept(event(json, ++count));
		}
		throw cut();
	}

	private ObjectNode json(String line, long number, BufferedReader next) throws IOException {
		try {
			return EventJson.parse(line);
		}
		catch (IllegalArgumentException ex) {
			throw (next.readLine() != null) ? refusal(number, ex) : cut();
		}
	}

	private LoggedEvent event(ObjectNode json, long number) {
		try {
			return EventJson.event(json);
		}
		catch (IllegalArgumentException ex) {
			throw refusal(number, ex);
		}
	}

	private void requireEnd(EventFileEnd said, EventFileEnd found, @Nullable String next) {
		if (next != null) {
			throw new RefusedException("The file " + this.file + " goes on after its last line.");
		}
		if (!said.equals(found)) {
			throw new RefusedException("The file " + this.file + " is damaged: it has " + found.events()
					+ " events, which are not the " + said.events() + " that were exported.");
		}
	}

	private RefusedException cut() {
		return new RefusedException(
				"The file " + this.file + " is cut: it lacks the last line, which says that it is whole.");
	}

	private RefusedException refusal(long number, IllegalArgumentException flaw) {
		return new RefusedException("Line " + number + " of " + this.file + " " + flaw.getMessage() + ".");
	}

}
