/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that no HTTP client would send, over a socket.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "logging.pattern.correlation=%replace([%X{traceId}] ){'^.. $', ''}")
@ExtendWith(OutputCaptureExtension.class)
class ServerProblemsIntegrationTests {

	private static final String HOST = "\\r\\nHost: localhost";

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|',
			textBlock = """
					nonsense                     | 400 | malformed-request      | nonsense
					no method                    | 400 | malformed-request      | / HTTP/1.1{host}
					illegal method               | 400 | malformed-request      | G(T / HTTP/1.1{host}
					unknown method               | 501 | http-error             | BREW /things HTTP/1.1{host}
					unknown method, no such path | 501 | http-error             | BREW /nowhere HTTP/1.1{host}
					method in lower case         | 501 | http-error             | get /things HTTP/1.1{host}
					long method                  | 501 | http-error             | {long} /things HTTP/1.1{host}
					method refused here          | 405 | method-not-allowed     | DELETE /things HTTP/1.1{host}
					preflight of CORS            | 403 | origin-not-allowed     | OPTIONS /things HTTP/1.1{host}\\r\\nOrigin: http://other\\r\\nAccess-Control-Request-Method: GET
					unknown version              | 505 | http-error             | GET / HTTP/3.7{host}
					TLS at a plain port          | 400 | malformed-request      | \\026\\003\\001\\002
					trace                        | 501 | http-error             | TRACE / HTTP/1.1{host}
					connect                      | 501 | http-error             | CONNECT localhost:80 HTTP/1.1{host}
					illegal character in path    | 400 | malformed-request      | GET /<x> HTTP/1.1{host}
					illegal character in query   | 400 | malformed-request      | GET /things?size={1} HTTP/1.1{host}
					broken escape in path        | 400 | malformed-request      | GET /things/%zz HTTP/1.1{host}
					broken escape in query       | 400 | malformed-request      | GET /things?size=%zz HTTP/1.1{host}
					broken UTF-8 in query        | 400 | malformed-request      | GET /things?size=%ff HTTP/1.1{host}
					encoded slash                | 400 | malformed-request      | GET /things%2f1 HTTP/1.1{host}
					encoded null                 | 400 | malformed-request      | GET /things/%00 HTTP/1.1{host}
					above the root               | 400 | malformed-request      | GET /../../etc/passwd HTTP/1.1{host}
					two slashes                  | 404 | not-found              | GET // HTTP/1.1{host}
					two slashes and a name       | 404 | not-found              | GET //example.com HTTP/1.1{host}
					no host                      | 400 | malformed-request      | GET /things HTTP/1.1
					two hosts                    | 400 | malformed-request      | GET / HTTP/1.1{host}{host}
					illegal host                 | 400 | malformed-request      | GET / HTTP/1.1\\r\\nHost: a b
					other host than the target's | 400 | malformed-request      | GET http://other/ HTTP/1.1{host}
					header without colon         | 400 | malformed-request      | GET /things HTTP/1.1{host}\\r\\nx
					header with illegal name     | 400 | malformed-request      | GET /things HTTP/1.1{host}\\r\\nx y: 1
					header with a null           | 400 | malformed-request      | GET /things HTTP/1.1{host}\\r\\nx: \\0
					large headers                | 400 | malformed-request      | GET / HTTP/1.1{host}\\r\\nx: {large}
					long target                  | 400 | malformed-request      | GET /{large} HTTP/1.1{host}
					unknown transfer encoding    | 501 | http-error             | POST /things HTTP/1.1{host}\\r\\nTransfer-Encoding: x
					negative length              | 400 | malformed-request      | POST /things HTTP/1.1{host}\\r\\nContent-Length: -1
					illegal chunk                | 400 | malformed-request      | POST /things HTTP/1.1{host}\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz
					unknown expectation          | 417 | http-error             | GET /things HTTP/1.1{host}\\r\\nExpect: miracles
					illegal content type         | 415 | unsupported-media-type | POST /things HTTP/1.1{host}\\r\\nContent-Type: x\\r\\nContent-Length: 0
					content type is a range      | 415 | unsupported-media-type | GET /users HTTP/1.1{host}\\r\\nContent-Type: application/*; q=1
					content type is any          | 415 | unsupported-media-type | POST /things HTTP/1.1{host}\\r\\nContent-Type: */*\\r\\nContent-Length: 0
					unknown charset              | 415 | unsupported-media-type | POST /things HTTP/1.1{host}\\r\\nContent-Type: application/json;charset=x\\r\\nContent-Length: 0
					illegal chunk of raw body    | 400 | malformed-request      | POST /raw HTTP/1.1{host}\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz
					status without a body        | 404 | not-found              | GET /bare HTTP/1.1{host}
					status that was sent         | 409 | http-error             | GET /sent HTTP/1.1{host}
					failure                      | 500 | internal-error         | GET /broken HTTP/1.1{host}
					""")
	void everyRefusalIsAProblem(String name, int status, String type, String request, CapturedOutput output)
			throws IOException {
		String response = exchange(request);
		assertThat(response).startsWith("HTTP/1.1 " + status);
		assertThat(requestId(response)).matches("[0-9a-f]{32}");
		assertThat(response.lines().map(String::toLowerCase))
			.anyMatch((line) -> line.matches("content-type: application/problem\\+json(;.*)?"));
		assertThat(response).contains("\"type\":\"https://enrol.github.io/problems/" + type + '"',
				"\"status\":" + status, "\"title\":", "\"detail\":");
		assertThat(response).doesNotContainIgnoringCase("<html", "<!doctype", "secret")
			.doesNotContain("Exception", "org.", "java.", "jakarta.", "\tat ", "Tomcat");
		assertThat(output.getAll().contains("ERROR")).isEqualTo(status == 500);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /things/7 HTTP/1.1{host}", "GET /nowhere HTTP/1.1{host}" })
	void aSmallResponseIsOnePiece(String request) throws IOException {
		assertThat(exchange(request)).contains("\r\nContent-Length: ").doesNotContain("Transfer-Encoding");
	}

	@Test
	void aStreamIsFlushed() throws IOException {
		assertThat(exchange("GET /streamed HTTP/1.1{host}")).contains("\r\nTransfer-Encoding: chunked\r\n",
				"\r\n3\r\n{}\n\r\n3\r\n{}\n\r\n0\r\n");
	}

	@Test
	void twoHostsAreRefusedWithAnExplanation() throws IOException {
		assertThat(exchange("GET http://other/things/7 HTTP/1.1{host}")).contains("two different hosts");
		assertThat(exchange("GET http://localhost/things/7 HTTP/1.1{host}")).startsWith("HTTP/1.1 200");
	}

	@Test
	void namesEachRequestInTheAnswerAndInTheLog(CapturedOutput output) throws IOException {
		String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
		String response = exchange("GET /broken HTTP/1.1{host}\r\ntraceparent: 00-" + trace + "-00f067aa0ba902b7-01");
		assertThat(requestId(response)).isEqualTo(trace);
		assertThat(output.getAll().lines())
			.anyMatch((line) -> line.contains("[" + trace) && line.contains("Failed to serve"));
		assertThat(requestId(exchange("GET /things/7 HTTP/1.1{host}")))
			.isNotEqualTo(requestId(exchange("GET /things/7 HTTP/1.1{host}")));
	}

	private static String requestId(String response) {
		List<String> ids = response.lines().filter((line) -> line.startsWith("X-Request-Id: ")).toList();
		assertThat(ids).as(response).hasSize(1);
		return ids.get(0).substring("X-Request-Id: ".length());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/things", "/things/7", "/raw", "/headed", "/broken", "/error", "/nowhere", "/" })
	void allowListsWhatWorks(String path) throws IOException {
		String options = exchange("OPTIONS " + path + " HTTP/1.1{host}");
		for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
			String response = exchange(method + " " + path + " HTTP/1.1{host}\r\nContent-Length: 0");
			assertThat(!response.startsWith("HTTP/1.1 404") && !response.startsWith("HTTP/1.1 405"))
				.as(method + ": " + response)
				.isEqualTo(allowed(options).contains(method));
			if (response.startsWith("HTTP/1.1 405")) {
				assertThat(allowed(response)).isEqualTo(allowed(options));
			}
		}
		for (String method : List.of("TRACE", "BREW", "Get")) {
			String response = exchange(method + " " + path + " HTTP/1.1{host}");
			assertThat(response).startsWith("HTTP/1.1 501");
			assertThat(allowed(response)).isEmpty();
		}
		assertThat(allowed(exchange(
				"OPTIONS " + path + " HTTP/1.1{host}\r\nOrigin: http://other\r\nAccess-Control-Request-Method: PUT")))
			.isEmpty();
	}

	private static Set<String> allowed(String response) {
		return response.lines()
			.filter((line) -> line.startsWith("Allow: "))
			.flatMap((line) -> Stream.of(line.substring("Allow: ".length()).split(",")))
			.map(String::trim)
			.collect(Collectors.toSet());
	}

	@Test
	void headHasNoBody() throws IOException {
		String response = exchange("HEAD /nowhere HTTP/1.1{host}");
		assertThat(response).startsWith("HTTP/1.1 404").containsIgnoringCase("application/problem+json");
		assertThat(response.split("\r\n\r\n", 2)[1]).isEmpty();
	}

	@Test
	void validRequestIsServed() throws IOException {
		assertThat(exchange("GET /things/7 HTTP/1.1{host}")).startsWith("HTTP/1.1 200").contains("\"size\":7");
		assertThat(allowed(exchange("OPTIONS /things HTTP/1.1{host}"))).containsExactlyInAnyOrder("GET", "HEAD", "POST",
				"OPTIONS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Accept:", "Accept: , ,", "Accept:\r\nAccept:" })
	void emptyAcceptAcceptsAnything(String accept) throws IOException {
		assertThat(exchange("GET /accepted HTTP/1.1{host}\r\n" + accept)).startsWith("HTTP/1.1 200")
			.contains("[*/*] [*/*]");
	}

	@Test
	void otherAcceptIsLeftAlone() throws IOException {
		assertThat(exchange("GET /accepted HTTP/1.1{host}\r\nAccept:\r\nAccept: text/plain, ")).contains("text/plain")
			.doesNotContain("*/*");
	}

	/**
	 * Sends the head of a request, with a body if the text contains one, and reads until
	 * the server closes the connection.
	 */
	private String exchange(String request) throws IOException {
		String text = request.replace("{host}", HOST)
			.replace("{large}", "x".repeat(20_000))
			.replace("{long}", "X".repeat(2_000))
			.translateEscapes();
		if (text.contains(" HTTP/1.1\r\n") && !text.contains("\r\n\r\n")) {
			text += "\r\nConnection: close";
		}
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoTimeout(5_000);
			socket.getOutputStream().write((text + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
