/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What HTTP/1.1 is answered, over HTTP/2 without TLS.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "server.http2.enabled=true")
class Http2IntegrationTests {

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@CsvSource({ "GET, /things/7, 200, application/json", "HEAD, /things/7, 200, application/json",
			"POST, /raw, 200, application/json", "GET, /things/0, 404, application/problem+json",
			"GET, /bare, 404, application/problem+json", "GET, /things/%00, 400, application/problem+json",
			"BREW, /things, 501, application/problem+json", "GET, /streamed, 200, application/x-ndjson" })
	void answersAlike(String method, String path, int status, String type) throws IOException, InterruptedException {
		HttpClient client = HttpClient.newHttpClient();
		// The first request asks for the upgrade, the second begins with HTTP/2.
		for (int i = 0; i < 2; i++) {
			HttpResponse<String> response = client
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
					.version(HttpClient.Version.HTTP_2)
					.method(method, method.equals("POST") ? BodyPublishers.ofString("body") : BodyPublishers.noBody())
					.build(), BodyHandlers.ofString());
			assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(response.statusCode()).isEqualTo(status);
			assertThat(response.headers().firstValue("Content-Type"))
				.hasValueSatisfying((value) -> assertThat(value).startsWith(type));
			assertThat(response.headers().allValues("X-Request-Id")).hasSize(1);
		}
	}

}
