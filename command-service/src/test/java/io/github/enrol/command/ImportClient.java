/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An import on its own connection, sending lines and reading results concurrently. Java's
 * client sends the whole request before it reads.
 */
final class ImportClient implements Closeable {

	private static final JsonMapper json = new JsonMapper();

	private final Socket socket = new Socket();

	private final BufferedReader results;

	/**
	 * Returns once the service has accepted the import, which happens after its first
	 * line.
	 * @param lines the first line, or more
	 */
	ImportClient(URI uri, String key, String lines) throws IOException {
		// Small buffers, so that unread data soon blocks the sender.
		this.socket.setReceiveBufferSize(16 * 1024);
		this.socket.setSendBufferSize(16 * 1024);
		this.socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
		write("POST " + uri.getPath() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
				+ "Transfer-Encoding: chunked\r\nIdempotency-Key: \"" + key + "\"\r\n\r\n");
		send(lines);
		InputStream response = new BufferedInputStream(this.socket.getInputStream());
		String status = line(response);
		if (!status.startsWith("HTTP/1.1 200")) {
			throw new IOException(status);
		}
		while (!line(response).isEmpty()) {
			// Skip headers.
		}
		this.results = new BufferedReader(new InputStreamReader(new Chunks(response), StandardCharsets.UTF_8));
	}

	private void write(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
	}

	ImportClient send(String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		write(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
		return this;
	}

	ImportClient end() throws IOException {
		write("0\r\n\r\n");
		return this;
	}

	JsonNode result() throws IOException {
		return json.readTree(this.results.readLine());
	}

	List<JsonNode> results(int count) throws IOException {
		List<JsonNode> results = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			results.add(result());
		}
		return results;
	}

	/**
	 * Returns all results, the last line included.
	 */
	List<JsonNode> results() {
		return this.results.lines().map(json::readTree).toList();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private static String line(InputStream stream) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int character = stream.read(); character != '\n'; character = stream.read()) {
			if (character < 0) {
				throw new IOException("the response was cut off");
			}
			line.write(character);
		}
		return line.toString(StandardCharsets.ISO_8859_1).strip();
	}

	/**
	 * The content of a chunked response; a missing last chunk is an error.
	 */
	private static final class Chunks extends InputStream {

		private final InputStream response;

		private int rest;

		Chunks(InputStream response) {
			this.response = response;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			if (this.rest == 0) {
				this.rest = Integer.parseInt(line(this.response), 16);
				if (this.rest == 0) {
					return -1;
				}
			}
			int count = this.response.read(buffer, offset, Math.min(length, this.rest));
			if (count < 0) {
				throw new IOException("the response was cut off");
			}
			this.rest -= count;
			if (this.rest == 0) {
				line(this.response);
			}
			return count;
		}

	}

}
