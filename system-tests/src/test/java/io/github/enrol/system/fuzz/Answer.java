/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The bytes received over a connection, parsed without a client's leniency.
 *
 * @param head status line and headers
 */
record Answer(int status, String head, String body) {

	private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([1-5][0-9][0-9])( .*)?");

	/**
	 * Parses all answers of a connection; an early answer may be followed by others to
	 * the rest of the request. Interim answers are skipped.
	 * @param bodiless whether the first answer has no body (HEAD)
	 * @throws IllegalArgumentException for anything but HTTP
	 */
	static List<Answer> parse(byte[] bytes, boolean bodiless) {
		List<Answer> answers = new ArrayList<>();
		String rest = new String(bytes, StandardCharsets.ISO_8859_1);
		while (!rest.isEmpty()) {
			if (rest.startsWith("{")) {
				// HTTP/0.9 has neither status nor headers, and ends the connection.
				answers.add(new Answer(0, "", utf8(rest.getBytes(StandardCharsets.ISO_8859_1))));
				return answers;
			}
			int end = rest.indexOf("\r\n\r\n");
			var status = STATUS.matcher(rest.lines().findFirst().orElseThrow());
			if (end < 0 || !status.matches()) {
				throw new IllegalArgumentException("the answer is not HTTP");
			}
			Answer answer = new Answer(Integer.parseInt(status.group(1)), rest.substring(0, end), "");
			rest = rest.substring(end + 4);
			// If the server failed before it recognised HEAD, the answer has a body.
			boolean empty = (bodiless && answers.isEmpty() && !rest.startsWith("{")) || answer.status == 204
					|| answer.status == 304 || answer.status < 200;
			if (!empty && answer.header("Transfer-Encoding").isPresent()) {
				StringBuilder body = new StringBuilder();
				rest = answer.readChunks(rest, body);
				answer = new Answer(answer.status, answer.head, answer.decoded(body.toString()));
			}
			else if (!empty) {
				int length = answer.header("Content-Length").map(Integer::parseInt).orElse(rest.length());
				if (length > rest.length()) {
					throw new IllegalArgumentException("the answer is cut off");
				}
				answer = new Answer(answer.status, answer.head, answer.decoded(rest.substring(0, length)));
				rest = rest.substring(length);
			}
			if (answer.status >= 200) {
				answers.add(answer);
			}
		}
		return answers;
	}

	private String readChunks(String text, StringBuilder body) {
		String rest = text;
		while (true) {
			int line = rest.indexOf("\r\n");
			int size = (line > 0) ? Integer.parseInt(rest.substring(0, line), 16) : rest.length();
			if (rest.length() < line + 4 + size) {
				throw new IllegalArgumentException("the answer is cut off");
			}
			body.append(rest, line + 2, line + 2 + size);
			rest = rest.substring(line + 4 + size);
			if (size == 0) {
				return rest;
			}
		}
	}

	private String decoded(String body) {
		byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
		if (!header("Content-Encoding").filter("gzip"::equals).isPresent()) {
			return utf8(bytes);
		}
		try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
			return utf8(plain.readAllBytes());
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("the answer is not gzip", ex);
		}
	}

	private static String utf8(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/**
	 * Returns whether it has the results of an import.
	 */
	boolean isImport() {
		return this.status == 200
				&& header("Content-Type").filter((type) -> type.startsWith("application/x-ndjson")).isPresent();
	}

	/**
	 * Returns the names of its headers.
	 */
	List<String> headers() {
		return this.head.lines().skip(1).map((line) -> line.substring(0, line.indexOf(':'))).toList();
	}

	Optional<String> header(String name) {
		return this.head.lines()
			.filter((line) -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((line) -> line.substring(name.length() + 1).strip())
			.findFirst();
	}

}
