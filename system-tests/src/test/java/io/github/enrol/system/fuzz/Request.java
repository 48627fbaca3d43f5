/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A request, in parts that can be removed to shrink it. Every character is one byte.
 *
 * @param line the request line
 * @param headers without those that {@code framing} adds
 * @param body without what {@code framing} adds
 */
record Request(Service service, String line, List<String> headers, Framing framing, String body) {

	enum Service {

		COMMAND, QUERY

	}

	enum Framing {

		/** With the correct length. */
		LENGTH,

		/** In chunks of 1000 bytes. */
		CHUNKS,

		/** Without any framing; the headers may or may not declare one. */
		NONE

	}

	static Request get(Service service, String target) {
		return new Request(service, "GET " + target + " HTTP/1.1", List.of("Host: 127.0.0.1"), Framing.NONE, "");
	}

	static Request registration(String body) {
		return new Request(Service.COMMAND, "POST /user/registration HTTP/1.1",
				List.of("Host: 127.0.0.1", "Content-Type: application/json"), Framing.LENGTH, body);
	}

	boolean isHead() {
		return this.line.startsWith("HEAD ");
	}

	private String text() {
		List<String> lines = new ArrayList<>();
		lines.add(this.line);
		lines.addAll(this.headers);
		String content = this.body;
		if (this.framing == Framing.LENGTH) {
			lines.add("Content-Length: " + this.body.length());
		}
		else if (this.framing == Framing.CHUNKS) {
			lines.add("Transfer-Encoding: chunked");
			content = chunked();
		}
		return String.join("\r\n", lines) + "\r\n\r\n" + content;
	}

	private String chunked() {
		StringBuilder chunks = new StringBuilder();
		for (int i = 0; i < this.body.length(); i += 1000) {
			String chunk = this.body.substring(i, Math.min(i + 1000, this.body.length()));
			chunks.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
		}
		return chunks + "0\r\n\r\n";
	}

	byte[] bytes() {
		return text().getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Returns smaller variants, the largest cuts first.
	 */
	Stream<Request> smaller() {
		Stream<Request> headers = IntStream.range(0, this.headers.size()).mapToObj((i) -> {
			List<String> others = new ArrayList<>(this.headers);
			others.remove(i);
			return new Request(this.service, this.line, others, this.framing, this.body);
		});
		Stream<Request> bodies = cuts(this.body)
			.map((cut) -> new Request(this.service, this.line, this.headers, this.framing, cut));
		Stream<Request> lines = cuts(this.line)
			.map((cut) -> new Request(this.service, cut, this.headers, this.framing, this.body));
		return Stream.of(headers, bodies, lines).flatMap((requests) -> requests);
	}

	private static Stream<String> cuts(String text) {
		return IntStream.iterate(text.length(), (size) -> size > 0, (size) -> size / 2)
			.boxed()
			.flatMap((size) -> IntStream.iterate(0, (start) -> start < text.length(), (start) -> start + size)
				.mapToObj((start) -> text.substring(0, start) + text.substring(Math.min(start + size, text.length()))));
	}

	/**
	 * Returns at most the first 2000 bytes of the request, with invisible ones escaped.
	 */
	@Override
	public String toString() {
		StringBuilder escaped = new StringBuilder(this.service + " ");
		text().chars().limit(2000).forEach((c) -> {
			if (c == '\n') {
				escaped.append("\\n\n");
			}
			else {
				escaped.append((c >= ' ' && c <= '~' && c != '\\') ? Character.toString(c) : "\\x%02x".formatted(c));
			}
		});
		return escaped.toString();
	}

}
