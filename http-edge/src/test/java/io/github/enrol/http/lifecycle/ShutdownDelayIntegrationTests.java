/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.lifecycle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * A stop with a delay, which the test ends by an interrupt.
 */
@Timeout(60)
class ShutdownDelayIntegrationTests {

	@Test
	void requestsAreServedDuringTheDelayAndEndTheirConnections() throws Exception {
		ServletWebServerApplicationContext context = start("--server.port=0", "--server.shutdown-delay=5m");
		ApplicationAvailability availability = context.getBean(ApplicationAvailability.class);
		int port = context.getWebServer().getPort();
		try (Connection persistent = new Connection(port)) {
			assertThat(persistent.get("/")).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("Connection: close");
			Thread stopping = new Thread(context::close);
			stopping.start();
			while (availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
					|| stopping.getState() != Thread.State.TIMED_WAITING) {
				Thread.onSpinWait();
			}
			assertThat(persistent.get("/")).startsWith("HTTP/1.1 200").contains("Connection: close");
			assertThat(persistent.isEnded()).isTrue();
			try (Connection another = new Connection(port)) {
				assertThat(another.get("/nowhere")).startsWith("HTTP/1.1 404").contains("Connection: close");
				assertThat(another.isEnded()).isTrue();
			}
			stopping.interrupt();
			stopping.join();
			assertThatIOException().isThrownBy(() -> new Connection(port));
		}
	}

	private static ServletWebServerApplicationContext start(String... properties) {
		return (ServletWebServerApplicationContext) SpringApplication.run(Greeting.class, properties);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Greeting {

		@GetMapping("/")
		String greeting() {
			return "hello";
		}

	}

	private static final class Connection implements AutoCloseable {

		private final Socket socket;

		private final BufferedReader reader;

		Connection(int port) throws IOException {
			this.socket = new Socket("127.0.0.1", port);
			this.reader = new BufferedReader(
					new InputStreamReader(this.socket.getInputStream(), StandardCharsets.ISO_8859_1));
		}

		/**
		 * Returns status line and headers; the body, which has a length, is passed over.
		 */
		String get(String path) throws IOException {
			this.socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
			StringBuilder head = new StringBuilder();
			int length = 0;
			for (String line = this.reader.readLine(); !line.isEmpty(); line = this.reader.readLine()) {
				head.append(line).append('\n');
				if (line.startsWith("Content-Length: ")) {
					length = Integer.parseInt(line.substring("Content-Length: ".length()));
				}
			}
			this.reader.skip(length);
			return head.toString();
		}

		boolean isEnded() throws IOException {
			return this.reader.read() < 0;
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
