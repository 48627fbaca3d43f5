/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tokens of an issuer that publishes its keys over HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecurityIntegrationTests {

	private static Issuer issuer;

	private static ConfigurableApplicationContext service;

	@BeforeAll
	static void start() throws IOException {
		issuer = new Issuer();
		service = service(issuer);
	}

	private static ConfigurableApplicationContext service(Issuer issuer, String... more) {
		return new SpringApplication(Service.class).run(Stream
			.concat(Stream.of("--security.jwt.issuer=" + issuer.uri(), "--server.port=0",
					"--server.cors.allowed-origins=https://console.example.com"), Stream.of(more))
			.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		service.close();
		issuer.close();
	}

	@ParameterizedTest
	@CsvSource({ "users:read, GET, /users, 200", "ops users:read, GET, /users, 200", "users:register, GET, /users, 403",
			"users:register, POST, /user/registration, 200", "users:read, POST, /user/registration, 403",
			"users:erase, POST, /user/erasure, 404", "users:register, POST, /user/erasure, 403",
			"users:erase, POST, /user/registration, 403", "'', GET, /users, 403", "users:reader, GET, /users, 403",
			"users:read, GET, /elsewhere, 403", "ops, GET, /elsewhere, 404", "ops, GET, /users, 403",
			"ops, DELETE, /users, 403", "users:read, DELETE, /users, 405" })
	void asksForTheScopeOfTheResource(String scopes, String method, String path, int status) throws Exception {
		HttpResponse<String> response = call(method, path, issuer.token(scopes));
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
		if (status == 403) {
			assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
				.startsWith("Bearer error=\"insufficient_scope\", scope=\"");
			assertProblem(response, "insufficient-scope");
		}
	}

	@Test
	void wherePeopleMustNotLearnWhoIsRegisteredImportsAreForReaders() throws Exception {
		try (ConfigurableApplicationContext concealing = service(issuer, "--registration.conceal-registered=true")) {
			for (String scopes : List.of("users:register", "users:read", "users:read users:register")) {
				for (String path : List.of("/user/registrations", "/user/registrations/1",
						"/user/registrations/1/report")) {
					HttpResponse<String> response = send(request(concealing, "GET", path, issuer.token(scopes)));
					boolean both = scopes.contains(" ");
					assertThat(response.statusCode()).as(scopes + path).isEqualTo(both ? 404 : 403);
					assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
						.endsWith(both ? "" : "scope=\"users:register users:read\"");
				}
			}
			assertThat(send(request(concealing, "POST", "/user/registration", issuer.token("users:register")))
				.statusCode()).isEqualTo(200);
		}
	}

	static Stream<Arguments> refused() {
		return Stream.of(of("expired", (issuer) -> issuer.token((claims) -> claims.expirationTime(in(-70)))),
				of("without an end", (issuer) -> issuer.token((claims) -> claims.expirationTime(null))),
				of("not yet valid", (issuer) -> issuer.token((claims) -> claims.notBeforeTime(in(70)))),
				of("for others", (issuer) -> issuer.token((claims) -> claims.audience("others"))),
				of("for nobody", (issuer) -> issuer.token((claims) -> claims.audience((String) null))),
				of("of another issuer", (issuer) -> issuer.token((claims) -> claims.issuer("https://example.com"))),
				of("of no issuer", (issuer) -> issuer.token((claims) -> claims.issuer(null))),
				of("not signed", (issuer) -> new PlainJWT(issuer.claims("users:read").build()).serialize()),
				of("signed by another key", (issuer) -> Issuer.sign(issuer.claims("users:read"), Issuer.newKey())),
				of("signed by another key of the same name", SecurityIntegrationTests::signedByNamesake),
				of("signed with the public key as a secret", SecurityIntegrationTests::signedWithPublicKey),
				of("changed", (issuer) -> issuer.token("users:read").replaceFirst("\\.\\w", ".A")),
				of("cut off", (issuer) -> issuer.token("users:read").replaceFirst("\\.[^.]*$", "")),
				of("no token", (issuer) -> "secret-text"), of("empty", (issuer) -> ""),
				of("characters", (issuer) -> "a b"));
	}

	private static Arguments of(String name, TokenSource token) {
		return Arguments.of(name, token);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("refused")
	void refusesTokens(String name, TokenSource token, CapturedOutput output) throws Exception {
		HttpResponse<String> response = call("GET", "/users", token.from(issuer));
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
			.startsWith("Bearer error=\"invalid_");
		assertProblem(response, "unauthenticated");
		assertThat(response.body()).doesNotContain("secret-text", "Exception");
		assertThat(output.getAll()).doesNotContain(" ERROR ", " WARN ");
	}

	@Test
	void asksForATokenWhereThereIsNone() throws Exception {
		HttpResponse<String> response = call("GET", "/users?access_token=" + issuer.token("users:read"), null);
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer")
			.doesNotContain("error");
		assertProblem(response, "unauthenticated");
		assertThat(call("GET", "/docs/problems/unauthenticated", null).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "https://console.example.com, , 401", "https://console.example.com, users:register, 403",
			"https://other.example.com, , 401", "https://other.example.com, users:register, 403" })
	void pagesOfAllowedOriginsSeeWhyTheyAreRefused(String origin, @Nullable String scopes, int status)
			throws Exception {
		String token = (scopes != null) ? issuer.token(scopes) : null;
		HttpResponse<String> response = send(request(service, "GET", "/users", token).header("Origin", origin));
		assertThat(response.statusCode()).isEqualTo(status);
		assertProblem(response, (status == 401) ? "unauthenticated" : "insufficient-scope");
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin").orElse("none"))
			.isEqualTo(origin.contains("console") ? origin : "none");
	}

	/** The browser asks first, without the token. */
	@ParameterizedTest
	@CsvSource({ "https://console.example.com, 200", "https://other.example.com, 403" })
	void allowedPagesMaySendATokenAndReadTheAnswer(String origin, int status) throws Exception {
		HttpResponse<String> preflight = send(request(service, "OPTIONS", "/users", null).header("Origin", origin)
			.header("Access-Control-Request-Method", "GET")
			.header("Access-Control-Request-Headers", "authorization"));
		assertThat(preflight.statusCode()).isEqualTo(status);
		HttpResponse<String> response = send(
				request(service, "GET", "/users", issuer.token("users:read")).header("Origin", origin));
		assertThat(response.statusCode()).isEqualTo(status);
		for (HttpResponse<String> answer : List.of(preflight, response)) {
			assertThat(answer.headers().firstValue("Access-Control-Allow-Origin").orElse("none"))
				.isEqualTo((status == 200) ? origin : "none");
		}
		if (status == 200) {
			assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
				.containsIgnoringCase("authorization");
		}
	}

	@Test
	void takesNewKeysAtOnce() throws Exception {
		String before = issuer.token((claims) -> claims.subject("who has not come yet"));
		assertThat(call("GET", "/users", issuer.token("users:read")).statusCode()).isEqualTo(200);
		issuer.rotate();
		assertThat(call("GET", "/users", issuer.token("users:read")).statusCode()).isEqualTo(200);
		assertThat(call("GET", "/users", before).statusCode()).isEqualTo(401);
	}

	@Test
	void isUnavailableWhileTheKeysCannotBeRead(CapturedOutput output) throws Exception {
		Issuer down = new Issuer();
		down.close();
		try (ConfigurableApplicationContext waiting = service(down)) {
			for (int i = 0; i < 3; i++) {
				HttpResponse<String> response = send(request(waiting, "GET", "/users", down.token("users:read")));
				assertThat(response.statusCode()).isEqualTo(503);
				assertThat(response.headers().firstValue("Retry-After")).isPresent();
				assertProblem(response, "service-unavailable");
			}
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains(" WARN ") || line.contains(" ERROR ")))
			.singleElement()
			.asString()
			.contains("keys of tokens' issuer cannot be read: java.net.ConnectException");
	}

	@ParameterizedTest
	@CsvSource({ "0.0.0.0, false", "'', false", "127.0.0.1, true", "127.1.2.3, true", "::1, true" })
	void withoutAnIssuerListensOnLoopbackOnly(String address, boolean accepted) {
		ThrowingCallable start = () -> new SpringApplication(Service.class)
			.run("--server.port=0", "--server.address=" + address)
			.close();
		if (accepted) {
			assertThatCode(start).doesNotThrowAnyException();
		}
		else {
			assertThatThrownBy(start).rootCause()
				.hasMessageContainingAll("server.address", "security.jwt.issuer", "security.allow-anonymous");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--security.allow-anonymous=true", "--security.jwt.issuer=https://issuer.example.com" })
	void listensElsewhereIfToldHow(String how) {
		assertThatCode(
				() -> new SpringApplication(Service.class).run("--server.port=0", "--server.address=0.0.0.0", how)
					.close())
			.doesNotThrowAnyException();
	}

	private static String signedByNamesake(Issuer issuer) {
		return Issuer.sign(issuer.claims("users:read"),
				new RSAKey.Builder(Issuer.newKey()).keyID(issuer.key().getKeyID()).build());
	}

	private static String signedWithPublicKey(Issuer issuer) {
		try {
			SignedJWT token = new SignedJWT(
					new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(),
					issuer.claims("users:read").build());
			token.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Date in(int seconds) {
		return Date.from(Instant.now().plus(Duration.ofSeconds(seconds)));
	}

	private static void assertProblem(HttpResponse<String> response, String type) {
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.body()).contains("\"type\":\"https://enrol.github.io/problems/" + type + '"');
	}

	private static HttpResponse<String> call(String method, String path, String token) throws Exception {
		return send(request(service, method, path, token));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
	}

	private static HttpRequest.Builder request(ConfigurableApplicationContext service, String method, String path,
			String token) {
		String port = service.getEnvironment().getProperty("local.server.port");
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.method(method, BodyPublishers.noBody());
		return (token != null) ? request.header("Authorization", "Bearer " + token) : request;
	}

	@FunctionalInterface
	interface TokenSource {

		String from(Issuer issuer);

	}

	@Configuration
	@EnableAutoConfiguration
	@RestController
	static class Service {

		@GetMapping("/users")
		Callable<String> users() {
			return () -> "everybody";
		}

		@PostMapping("/user/registration")
		String register() {
			return "registered";
		}

	}

}
