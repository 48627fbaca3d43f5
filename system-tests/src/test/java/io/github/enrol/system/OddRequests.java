/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.enrol.embedded.Ports;

/**
 * Requests that have a name or an address wherever one can be put, most of them where it
 * is refused.
 */
final class OddRequests {

	private static final String ADDRESS = "odd@example.com";

	private static final String NAME = "racer Zo\u00eb";

	private static final String USER = "{\"username\": \"" + NAME + "\", \"email\": \"%s\"}";

	private OddRequests() {
	}

	/**
	 * Sends them all to a service.
	 * @return the status lines of the responses
	 */
	static List<String> sendAll(URI service) throws IOException {
		List<String> answers = new ArrayList<>();
		for (String request : all()) {
			answers.add(send(service.getPort(), request));
		}
		return answers;
	}

	private static List<String> all() {
		String encoded = URLEncoder.encode(ADDRESS, StandardCharsets.UTF_8);
		String name = URLEncoder.encode(NAME, StandardCharsets.UTF_8);
		List<String> requests = new ArrayList<>();
		for (String target : List.of("/users?email=" + encoded, "/users?name=" + name, "/users?mail=" + encoded,
				"/users?" + encoded + "=1", "/users?after=" + encoded, "/users?at=" + encoded, "/users?size=" + encoded,
				"/users?created_after=" + name, "/users?lastEventId=" + encoded, "/users/" + encoded,
				"/users/" + ADDRESS, "/" + ADDRESS, "/user/registrations/" + encoded, "/actuator/" + encoded,
				"/actuator/health/" + encoded, "/actuator/metrics/" + encoded,
				"/actuator/metrics/jvm.memory.used?tag=" + encoded, "/actuator/deadletters/" + encoded + "/0",
				"/docs/problems/" + encoded, "/console/" + encoded, "/users?email=%ff" + ADDRESS,
				"/users/%zz" + ADDRESS, "/<" + ADDRESS + ">")) {
			requests.add("GET " + target);
			requests.add("POST " + target);
			requests.add(ADDRESS + " " + target);
		}
		for (String header : List.of("Idempotency-Key: \u00ff" + ADDRESS, "Prefer: " + ADDRESS, "Accept: " + ADDRESS,
				"If-None-Match: " + ADDRESS, "Last-Event-ID: " + ADDRESS, "Origin: " + ADDRESS,
				"Authorization: Bearer " + ADDRESS, "Authorization: Basic " + ADDRESS, "traceparent: 00-" + ADDRESS,
				"baggage: user=" + ADDRESS, "X-Request-Id: " + ADDRESS, "Cookie: user=" + ADDRESS, "Expect: " + ADDRESS,
				"Content-Encoding: " + ADDRESS, "Content-Type: " + ADDRESS, ADDRESS + ": x", "x" + ADDRESS)) {
			requests.add("GET /users\r\n" + header);
			requests.add(post("registration", "application/json", USER.formatted(ADDRESS)).replaceFirst("\r\n",
					"\r\n" + header + "\r\n"));
		}
		for (String body : List.of(USER.formatted(""), USER.formatted("two@" + ADDRESS),
				USER.formatted("a\u0000" + ADDRESS), USER.formatted("x".repeat(300) + ADDRESS),
				"{\"" + ADDRESS + "\": 1}", "[\"" + ADDRESS + "\"]", "{\"email\": " + ADDRESS,
				"{\"email\": \"" + ADDRESS + "\", \"email\": 1}", NAME, USER.formatted(ADDRESS) + ADDRESS,
				USER.formatted(ADDRESS) + " ".repeat(20_000),
				"{\"username\": [\"" + NAME + "\"], \"email\": {\"" + ADDRESS + "\": 1}}",
				"{\"username\": \"" + NAME.repeat(50) + "\", \"email\": \"" + ADDRESS + "\"}")) {
			requests.add(post("registration", "application/json", body));
			requests.add(post("registrations", "application/x-ndjson", body + "\n" + body));
			requests.add(post("registrations", "application/x-ndjson\r\nPrefer: respond-async", body + "\n" + body));
			requests.add(post("registrations", "text/csv", "username,email\n" + NAME + ',' + body + "\n\"" + ADDRESS));
			requests.add(post("registrations", "text/csv", ADDRESS + ",email\n" + body));
			requests.add(post("registrations", "application/x-ndjson\r\nContent-Encoding: gzip", body));
		}
		return requests;
	}

	private static String post(String resource, String type, String body) {
		return "POST /user/" + resource + "\r\nContent-Type: " + type + "\r\nContent-Length: "
				+ body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
	}

	private static String send(int port, String request) throws IOException {
		String[] parts = request.split("\r\n\r\n", 2);
		String head = parts[0].contains("\r\n") ? parts[0].replaceFirst("\r\n", " HTTP/1.1\r\nHost: localhost\r\n")
				: parts[0] + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0";
		try (Socket socket = new Socket(Ports.LOOPBACK, port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream()
				.write((head + "\r\nConnection: close\r\n\r\n" + ((parts.length > 1) ? parts[1] : ""))
					.getBytes(StandardCharsets.UTF_8));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return answer.lines().findFirst().orElse("");
		}
		catch (IOException ex) {
			// A refusal that is not read before the connection is reset.
			return "";
		}
	}

}
