/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventReplayTests {

	private HttpServer projector;

	@BeforeEach
	void start() throws IOException {
		this.projector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.projector.createContext("/actuator/deadletters/1/2", (exchange) -> {
			boolean allowed = "Bearer t1".equals(exchange.getRequestHeaders().getFirst("Authorization"));
			byte[] answer = (allowed ? "{\"outcome\":\"applied\"}"
					: "{\"detail\":\"The request has no bearer token.\"}")
				.getBytes();
			exchange.sendResponseHeaders(allowed ? 200 : 401, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		this.projector.start();
	}

	@AfterEach
	void stop() {
		this.projector.stop(0);
	}

	@Test
	void sendsTheTokenIfThereIsOne() throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + this.projector.getAddress().getPort());
		assertThat(new EventReplay(uri, "t1").replay(1, 2)).isEqualTo("The event is applied.");
		assertThatThrownBy(() -> new EventReplay(uri, "").replay(1, 2)).isInstanceOf(RefusedException.class)
			.hasMessageContaining("401: The request has no bearer token.");
	}

}
