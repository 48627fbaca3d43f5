/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reader of the feed as the standard describes it, on a socket of its own: it reads
 * when it is asked to, and breaks off whenever it likes.
 */
final class FeedClient implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final Socket socket;

	private final BufferedReader lines;

	final List<String> head = new ArrayList<>();

	FeedClient(int port, String target, int receiveBuffer, String... headers) throws IOException {
		this.socket = new Socket();
		if (receiveBuffer > 0) {
			this.socket.setReceiveBufferSize(receiveBuffer);
		}
		this.socket.connect(new InetSocketAddress("127.0.0.1", port));
		this.socket.setSoTimeout((int) TIMEOUT.toMillis());
		String more = (headers.length > 0) ? String.join("\r\n", headers) + "\r\n" : "";
		// HTTP/1.0: the body has no chunks, and ends with the connection.
		this.socket.getOutputStream()
			.write(("GET " + target + " HTTP/1.0\r\nHost: 127.0.0.1:" + port + "\r\nAccept: text/event-stream\r\n"
					+ more + "\r\n")
				.getBytes(StandardCharsets.ISO_8859_1));
		this.lines = new BufferedReader(new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8),
				256);
	}

	static FeedClient at(int port, String lastEventId) throws IOException {
		return (lastEventId != null) ? new FeedClient(port, "/users", 0, "Last-Event-ID: " + lastEventId)
				: new FeedClient(port, "/users", 0);
	}

	/**
	 * Reads the status line and the headers, unless that is done.
	 */
	FeedClient open() throws IOException {
		if (this.head.isEmpty()) {
			for (String line = this.lines.readLine(); line != null && !line.isEmpty(); line = this.lines.readLine()) {
				this.head.add(line);
			}
		}
		return this;
	}

	/**
	 * Reads the next event or comment.
	 * @return empty at the end
	 */
	Optional<Event> next() throws IOException {
		open();
		String name = "";
		String id = "";
		String data = "";
		for (String line = this.lines.readLine(); line != null; line = this.lines.readLine()) {
			if (line.isEmpty()) {
				return Optional.of(new Event(name, id, data));
			}
			int colon = line.indexOf(": ");
			if (colon < 0) {
				// Broken off: an event without its end counts for nothing.
				return Optional.empty();
			}
			String value = line.substring(colon + 2);
			switch (line.substring(0, colon)) {
				case "event" -> name = value;
				case "id" -> id = value;
				case "data" -> data = value;
				case "" -> name = "comment";
				default -> {
				}
			}
		}
		return Optional.empty();
	}

	/**
	 * Skips to the next event of this name.
	 */
	Event next(String name) throws IOException {
		long start = System.nanoTime();
		while (System.nanoTime() - start < TIMEOUT.toNanos()) {
			Event event = next().orElseThrow();
			if (event.name.equals(name)) {
				return event;
			}
		}
		throw new IllegalStateException("no " + name + " within " + TIMEOUT);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	record Event(String name, String id, String data) {

		String user() {
			return this.data.replaceFirst(".*\"id\":\"(\\d+)\".*", "$1");
		}

	}

}
