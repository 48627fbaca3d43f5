/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.github.enrol.testing.Account;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Host, scheme and port of links, depending on what a request claims, over a socket.
 */
@ExtendWith(OutputCaptureExtension.class)
class LinkAddressIntegrationTests {

	private static final String BEHIND_A_PROXY = "--server.forward-headers-strategy=native";

	private static final Schema schema = Backends.database().createSchema();

	static {
		new ReadModel(schema).createTables().register(1);
	}

	private static final Pattern HREF = Pattern.compile("\"href\":\"([^\"]*)\"");

	private static final String[] HEADERS = { "Forwarded", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto",
			"X-Forwarded-Prefix", "X-Forwarded-For", "X-Forwarded-By", "X-Forwarded-Ssl" };

	private static final String[] PIECES = { "", "a", "enrol", "/enrol", "//", "..", "example.org", "EXAMPLE.org", ":",
			":0", ":8080", ":99999", "443", "99999", "4294967376", "-1", "[::1]", "[::1", "]", "@", "user:pw@", " ",
			"\t", ",", ";", "=", "\"", "\\", "%zz", "%41", "\u00e9", "{x}", "<", "#", "?", "http", "https", "https:",
			"http://", "javascript", "on", "for=", "host=", "proto=", "ext=a+b", "192.0.2.43", "_hidden", "unknown" };

	private static final Map<List<String>, ServletWebServerApplicationContext> services = new HashMap<>();

	private ServletWebServerApplicationContext context;

	@AfterAll
	static void stop() {
		services.values().forEach(ServletWebServerApplicationContext::close);
		services.clear();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			Host: example.org                  | http://example.org/
			Host: example.org:80               | http://example.org/
			Host: example.org:8080             | http://example.org:8080/
			Host: EXAMPLE.org                  | http://EXAMPLE.org/
			Host: a_b                          | 400
			Host: localhost:                   | http://localhost/
			Host: 127.0.0.1:65535              | http://127.0.0.1:65535/
			Host: [::1]:8080                   | http://[::1]:8080/
			Host: localhost:65536              | 400
			Host: localhost:99999999999        | 400
			Host: localhost:x                  | 400
			Host: user@localhost               | 400
			Host: [::1                         | 400
			Host: a b                          | 400
			Host: b\u00fccher.example          | 400
			Host: a,b                          | 400
			Host:                              | 400
			Host: a\\r\\nHost: a               | 400
			X: no host                         | 400
			Host: a\\r\\nX-Forwarded-Host: b   | http://a/
			Host: a\\r\\nX-Forwarded-Prefix: b | http://a/
			Host: a\\r\\nForwarded: host=b     | http://a/
			""")
	void addressIsThatOfTheHostHeader(String headers, String answer) throws IOException {
		start();
		assertAnswer(headers, answer);
	}

	@Test
	void withoutAHostLinksUseTheServersOwn() throws IOException {
		start();
		assertThat(exchange("GET / HTTP/1.0"))
			.contains("\"self\":{\"href\":\"http://localhost:" + this.context.getWebServer().getPort() + "/\"}");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			X-Forwarded-Proto: https                                                              | https://a/
			X-Forwarded-Proto: https\\r\\nX-Forwarded-Host: b                                     | https://b/
			X-Forwarded-Proto: https\\r\\nX-Forwarded-Host: b\\r\\nX-Forwarded-Port: 8443         | https://b:8443/
			X-Forwarded-Proto: http\\r\\nX-Forwarded-Host: [::1]\\r\\nX-Forwarded-For: ::1        | http://[::1]/
			X-Forwarded-Proto: https\\r\\nX-Forwarded-Port: 0                                     | https://a/
			X-Forwarded-Proto: https\\r\\nX-Forwarded-Port: 99999                                 | https://a/
			X-Forwarded-Proto: https:                                                             | http://a/
			X-Forwarded-Proto: javascript                                                         | http://a/
			X-Forwarded-Host: user@b                                                              | http://a/
			X-Forwarded-Host: b\u00fccher.example                                                 | http://a/
			X-Forwarded-Host: :8080                                                               | http://a/
			X-Forwarded-Prefix: enrol                                                             | http://a/
			Forwarded: for=192.0.2.43;ext=a+b                                                     | http://a/
			Forwarded: for="[2001:db8:cafe::17]:4711";by=203.0.113.43;proto=http;host="b;c"       | http://a/
			""")
	void addressIsThatOfTheProxyIfItIsConfigured(String headers, String answer) throws IOException {
		start(BEHIND_A_PROXY);
		assertAnswer("Host: a\r\n" + headers, answer);
	}

	@Test
	void onlyTrustedProxiesAreBelieved() throws IOException {
		start(BEHIND_A_PROXY, "--server.tomcat.remoteip.internal-proxies=192.0.2.0/24");
		assertAnswer("Host: a\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: b", "http://a/");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void nothingFailsAndNoLinkIsBrokenWhateverARequestClaims(boolean proxy, CapturedOutput output) throws IOException {
		start(proxy ? new String[] { BEHIND_A_PROXY } : new String[0]);
		Random random = new Random(16);
		for (int number = 0; number < 500; number++) {
			String request = "GET " + ((number % 2 == 0) ? "/" : "/users") + " HTTP/1.1" + headers(random);
			String answer = exchange(request);
			assertThat(answer).as(request).matches("(?s)HTTP/1\\.1 (200|400|421) .*");
			HREF.matcher(answer).results().map((href) -> href.group(1)).forEach((href) -> {
				URI link = URI.create(href.replaceAll("\\{.*?}", ""));
				assertThat(link.getScheme()).as(request + href).isIn("http", "https");
				assertThat(link.getRawAuthority()).as(request + href)
					.isNotEmpty()
					.doesNotContain("@")
					.doesNotEndWith(":");
				assertThat(link.getPort()).as(request + href).isNotZero().isLessThan(65_536);
				assertThat(link.getRawPath()).as(request + href)
					.matches(
							"/|/users(/.*)?|/user/(registrations?|erasure)|/docs/relations/|/openapi.json|/projection|/status");
			});
		}
		assertThat(output).doesNotContain("ERROR", "\tat ");
	}

	private static String headers(Random random) {
		List<String> lines = new ArrayList<>();
		int hosts = random.nextInt(10);
		if (hosts > 0) {
			lines.add("Host: " + ((hosts > 4) ? "localhost:8082" : value(random)));
		}
		if (hosts == 1) {
			lines.add("Host: " + value(random));
		}
		for (int count = random.nextInt(4); count > 0; count--) {
			lines.add(HEADERS[random.nextInt(HEADERS.length)] + ": " + value(random));
		}
		return lines.isEmpty() ? "" : "\r\n" + String.join("\r\n", lines);
	}

	private static String value(Random random) {
		return IntStream.range(0, random.nextInt(5))
			.mapToObj((ignored) -> PIECES[random.nextInt(PIECES.length)])
			.reduce("", String::concat);
	}

	private void assertAnswer(String headers, String answer) throws IOException {
		String response = exchange("GET / HTTP/1.1\r\n" + headers.translateEscapes());
		if (answer.equals("400")) {
			assertThat(response).startsWith("HTTP/1.1 400").contains("/problems/malformed-request\"");
		}
		else {
			assertThat(HREF.matcher(response).results().map((MatchResult href) -> href.group(1)).findFirst())
				.as(response)
				.contains(answer);
		}
	}

	private void start(String... arguments) {
		this.context = services.computeIfAbsent(List.of(arguments), LinkAddressIntegrationTests::run);
	}

	private static ServletWebServerApplicationContext run(List<String> arguments) {
		List<String> all = new ArrayList<>(arguments);
		all.addAll(List.of("--server.port=0", "--security.allow-anonymous=true",
				"--spring.datasource.url=" + schema.jdbcUrl(),
				"--spring.datasource.username=" + Account.QUERY.username(),
				"--spring.datasource.password=" + Account.password()));
		return (ServletWebServerApplicationContext) QueryServiceApplication.application()
			.run(all.toArray(String[]::new));
	}

	private String exchange(String head) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.context.getWebServer().getPort())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
