/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that stop sending, and clients that send too much.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "server.tomcat.connection-timeout=300ms")
class SlowClientsIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofMillis(300);

	/** Far above the timeout, and far below Tomcat's own of 60 s. */
	private static final Duration BOUND = Duration.ofSeconds(10);

	private static final String HEAD = " HTTP/1.1\\r\\nHost: localhost\\r\\n";

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					says nothing               | ~~                                                                  | ~~
					stops in its request line  | GET /thi                                                            | ~~
					stops in its headers       | GET /things{head}X: 1                                               | ~~
					sends no body              | POST /raw{head}Content-Length: 5\\r\\n\\r\\n                        | 4
					stops in its body          | POST /raw{head}Content-Length: 5\\r\\n\\r\\n123                     | 4
					stops in JSON              | POST /things{head}Content-Type: application/json\\r\\nContent-Length: 50\\r\\n\\r\\n{"name": | 4
					stops in a chunk           | POST /raw{head}Transfer-Encoding: chunked\\r\\n\\r\\nff\\r\\n123      | 4
					stops between chunks       | POST /raw{head}Transfer-Encoding: chunked\\r\\n\\r\\n1\\r\\n1\\r\\n   | 4
					has too many headers       | GET /things{head}{many}\\r\\n                                        | 4
					has a header without end   | GET /things{head}X: {endless}                                       | 4
					has a target without end   | GET /{endless}                                                      | 4
					has trailers without end   | POST /raw{head}Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\nX: {endless} | 4
					""")
	void isAnsweredOrDisconnectedInTime(String name, String request, String status) throws IOException {
		String text = request.replace("{head}", HEAD)
			.translateEscapes()
			.replace("{many}", "X: 1\r\n".repeat(200))
			.replace("{endless}", "x".repeat(1_000_000));
		long start = System.nanoTime();
		String answer = exchange(text);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
		if (!answer.isEmpty()) {
			assertThat(answer).startsWith("HTTP/1.1 " + (status.isEmpty() ? "4" : status))
				.containsIgnoringCase("application/problem+json")
				.doesNotContain("Exception");
		}
		else {
			assertThat(request).satisfiesAnyOf((sent) -> assertThat(status).isEmpty(),
					(sent) -> assertThat(sent).contains("{endless}"));
		}
	}

	/**
	 * The timeout bounds each pause, not their sum (docs/security.md). On a slow machine
	 * a pause may be too long for once.
	 */
	@Test
	void headersMayTakeLongerInAll() {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.pollInSameThread()
			.ignoreExceptionsInstanceOf(SocketException.class)
			.until(() -> trickle("GET /things/7 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
					(answer) -> answer.startsWith("HTTP/1.1 200"));
	}

	private String trickle(String text) throws Exception {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setTcpNoDelay(true);
			socket.setSoTimeout((int) BOUND.toMillis());
			long start = System.nanoTime();
			for (byte each : text.getBytes(StandardCharsets.ISO_8859_1)) {
				socket.getOutputStream().write(each);
				Thread.sleep(TIMEOUT.toMillis() / 10);
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(TIMEOUT.multipliedBy(3));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private String exchange(String text) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoTimeout(2 * (int) BOUND.toMillis());
			try {
				socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
				return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			}
			catch (SocketException ex) {
				// Refused before everything was sent.
				return "";
			}
		}
	}

}
