/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a browser sends on behalf of a page, to a service on loopback that asks for no
 * tokens, and to the port of its operators' endpoints.
 */
class BrowserRequestsIntegrationTests {

	private static final String EXPOSED = "--management.endpoints.web.exposure.include=*";

	private static final String ALLOWED = "--server.cors.allowed-origins=https://console.example";

	private static ConfigurableApplicationContext onePort;

	private static ConfigurableApplicationContext twoPorts;

	@BeforeAll
	static void start() {
		onePort = run(ALLOWED);
		twoPorts = run(ALLOWED, "--management.server.port=0", "--security.allowed-hosts=enrol.example");
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return SpringApplication.run(Service.class,
				Stream.concat(Stream.of("--server.port=0", EXPOSED), Stream.of(arguments)).toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		onePort.close();
		twoPorts.close();
	}

	@ParameterizedTest(name = "{0} {1}, {2}, {3}: {4}")
	@CsvSource(nullValues = "-", textBlock = """
			POST,   /actuator/change,   -,                       -,           200
			POST,   /%61ctuator/change, -,                       -,           200
			POST,   /actuator/change,   http://evil.example,     cross-site,  403
			POST,   /actuator/change,   http://evil.example,     -,           403
			POST,   /actuator/change,   http://127.0.0.1:1,      same-site,   403
			POST,   /actuator/change,   null,                    cross-site,  403
			POST,   /actuator/change,   null,                    -,           403
			POST,   /actuator/change,   -,                       cross-site,  403
			POST,   /actuator/change,   https://console.example, cross-site,  403
			POST,   /actuator/change,   http://{host},           same-origin, 403
			POST,   /actuator/change,   http://{host},           -,           403
			POST,   /%61ctuator/change, http://{host},           same-origin, 403
			POST,   //actuator/change,  http://{host},           same-origin, 403
			POST,   /actuator;x/change, http://{host},           same-origin, 403
			DELETE, /actuator/change,   http://evil.example,     cross-site,  403
			GET,    /actuator/health,   http://evil.example,     cross-site,  200
			GET,    /actuator/health,   -,                       none,        200
			POST,   /thing,             -,                       -,           200
			POST,   /thing,             http://{host},           same-origin, 200
			POST,   /thing,             http://{host},           -,           200
			POST,   /thing,             https://console.example, cross-site,  200
			POST,   /thing,             https://console.example, -,           200
			POST,   /thing,             http://evil.example,     cross-site,  403
			POST,   /thing,             http://evil.example,     -,           403
			POST,   /thing,             http://127.0.0.1:1,      same-site,   403
			POST,   /thing,             null,                    cross-site,  403
			POST,   /thing,             null,                    -,           403
			POST,   /thing,             'no origin',             -,           403
			""")
	void ofPagesOnlyThoseOfTheServiceAndAllowedOnesChangeSomething(String method, String path, String origin,
			String site, int status) throws IOException {
		String host = "127.0.0.1:" + port(onePort, "local.server.port");
		String response = exchange(onePort, "local.server.port", method + " " + path, "Host: " + host,
				header("Origin", origin).replace("{host}", host), header("Sec-Fetch-Site", site));
		assertThat(response).startsWith("HTTP/1.1 " + status);
		if (status == 403) {
			assertProblem(response, "problems/origin-not-allowed\"");
		}
	}

	@ParameterizedTest
	@CsvSource({ "http://evil.example, cross-site, 403", "null, cross-site, 403",
			"https://console.example, cross-site, 403", "-, -, 200" })
	void theOperatorsPortIsForNoPage(String origin, String site, int status) throws IOException {
		String response = exchange(twoPorts, "local.management.port", "POST /actuator/change", "Host: localhost",
				header("Origin", origin), header("Sec-Fetch-Site", site));
		assertThat(response).startsWith("HTTP/1.1 " + status);
		if (status == 403) {
			assertProblem(response, "problems/origin-not-allowed\"");
		}
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 200", "127.0.0.1:8083, 200", "[::1]:8083, 200", "localhost, 200", "LOCALHOST:1, 200",
			"enrol.localhost, 200", "rebound.example, 421", "127.0.0.1.rebound.example, 421", "localhost.example, 421",
			"notlocalhost, 421", "enrol.example, 421" })
	void answersToAddressesAndToNamesOfItsOwn(String host, int status) throws IOException {
		for (String request : new String[] { "GET /actuator/health", "POST /actuator/change", "POST /thing" }) {
			String response = exchange(onePort, "local.server.port", request, "Host: " + host,
					"X-Forwarded-Host: localhost");
			assertThat(response).startsWith("HTTP/1.1 " + status);
			if (status == 421) {
				assertProblem(response, "security.allowed-hosts");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "Enrol.Example:80, 200", "rebound.example, 421", "sub.enrol.example, 421" })
	void answersToAllowedNames(String host, int status) throws IOException {
		assertThat(exchange(twoPorts, "local.server.port", "POST /thing", "Host: " + host))
			.startsWith("HTTP/1.1 " + status);
		assertThat(exchange(twoPorts, "local.management.port", "POST /actuator/change", "Host: " + host))
			.startsWith("HTTP/1.1 " + status);
	}

	@Test
	void whatMayListenElsewhereHasAnyName() throws IOException {
		try (ConfigurableApplicationContext service = run("--security.allow-anonymous=true")) {
			assertThat(exchange(service, "local.server.port", "POST /thing", "Host: any.example"))
				.startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void theOperatorsPortAnswersInProblemsAndOnLoopbackAlone() throws IOException {
		String service = exchange(twoPorts, "local.server.port", "POST /actuator/change", "Host: localhost");
		assertThat(service).startsWith("HTTP/1.1 404");
		assertProblem(
				exchange(twoPorts, "local.management.port", "POST /actuator/refuse", "Host: localhost", "Accept:"),
				"It is being changed.");
		assertProblem(exchange(twoPorts, "local.management.port", "GET /nowhere", "Host: localhost"), "No resource");
		assertProblem(exchange(twoPorts, "local.management.port", "BREW /actuator", "Host: localhost"), "not know");
		Optional<Inet4Address> outside = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> address instanceof Inet4Address && !address.isLoopbackAddress())
			.map(Inet4Address.class::cast)
			.findFirst();
		outside.ifPresent((address) -> assertThatThrownBy(
				() -> new Socket(address, Integer.parseInt(port(twoPorts, "local.management.port"))).close())
			.isInstanceOf(IOException.class));
	}

	@Test
	void theOperatorsPortIsNotOpenToEverybody() {
		ThrowingCallable start = () -> run("--management.server.port=0", "--management.server.address=0.0.0.0").close();
		assertThatThrownBy(start).rootCause()
			.hasMessageContainingAll("management.server.address", "security.jwt.issuer");
	}

	@Test
	void theOperatorsPortAsksForTokensToo() throws Exception {
		try (Issuer issuer = new Issuer();
				ConfigurableApplicationContext service = run("--management.server.port=0",
						"--management.server.address=0.0.0.0", "--security.jwt.issuer=" + issuer.uri())) {
			String[] scopes = { null, "users:read", "ops" };
			int[] statuses = { 401, 403, 200 };
			for (int i = 0; i < scopes.length; i++) {
				String response = exchange(service, "local.management.port", "POST /actuator/change",
						"Host: enrol.example",
						header("Authorization", (scopes[i] != null) ? "Bearer " + issuer.token(scopes[i]) : "-"));
				assertThat(response).startsWith("HTTP/1.1 " + statuses[i]);
				if (statuses[i] != 200) {
					assertThat(response).contains("WWW-Authenticate: Bearer");
					assertProblem(response, "token");
				}
			}
			assertThat(exchange(service, "local.management.port", "GET /actuator/health", "Host: enrol.example"))
				.startsWith("HTTP/1.1 200");
		}
	}

	private static String header(String name, String value) {
		return (value == null || value.equals("-")) ? "X-None: 1" : name + ": " + value;
	}

	private static void assertProblem(String response, String detail) {
		assertThat(response).containsIgnoringCase("Content-Type: application/problem+json")
			.contains("\"type\":\"https://enrol.github.io/problems/", detail)
			.doesNotContain("Exception", "timestamp");
	}

	private static String port(ConfigurableApplicationContext service, String property) {
		return service.getEnvironment().getRequiredProperty(property);
	}

	private static String exchange(ConfigurableApplicationContext service, String port, String request,
			String... headers) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(port(service, port)))) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write((request + " HTTP/1.1\r\n" + String.join("\r\n", headers)
						+ "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Service {

		@PostMapping("/thing")
		String thing() {
			return "done";
		}

		@Bean
		Change change() {
			return new Change();
		}

		@Bean
		Refuse refuse() {
			return new Refuse();
		}

	}

	@Endpoint(id = "change")
	static class Change {

		@WriteOperation
		String change() {
			return "changed";
		}

	}

	@Endpoint(id = "refuse")
	static class Refuse {

		@WriteOperation
		String refuse() {
			throw new ErrorResponseException(HttpStatus.CONFLICT,
					ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "It is being changed."), null);
		}

	}

}
