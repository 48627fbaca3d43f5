/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.web.WebProperties;
import io.github.enrol.http.problems.ProblemsAutoConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.hateoas.autoconfigure.HypermediaAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * Both endpoints support the same encodings.
 */
@WebMvcTest
@ImportAutoConfiguration({ HypermediaAutoConfiguration.class, ProblemsAutoConfiguration.class })
@Import({ RunningImports.class, BackgroundImports.class, ImportStore.class, ImportMeters.class,
		SimpleMeterRegistry.class })
@EnableConfigurationProperties({ ImportProperties.class, BackgroundImportProperties.class, WebProperties.class })
@TestPropertySource(properties = { "registration.instance-id=test", "registration.import-directory=target/imports" })
class RequestEncodingTests {

	private static final String USER = "{\"username\":\"Zoë\",\"email\":\"zoe@example.com\"}\n";

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private CommandGateway gateway;

	@BeforeEach
	void decideEverything() {
		given(this.gateway.isReachable()).willReturn(true);
		given(this.gateway.decide(any(), any())).willAnswer((call) -> registered(call.getArgument(1)));
		given(this.gateway.registerInBulk(any(), any())).willAnswer((call) -> registered(call.getArgument(1)));
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void readsUtf8WithOrWithoutAByteOrderMarkAndGzip(Endpoint endpoint) throws IOException {
		for (String charset : List.of("", ";charset=utf-8", ";charset=UTF-8", "; charset=\"Utf-8\"", ";charset=utf8")) {
			for (String mark : List.of("", "\uFEFF")) {
				byte[] plain = (mark + USER).getBytes(StandardCharsets.UTF_8);
				for (String coding : List.of("", "identity", "IDENTITY, ,identity")) {
					assertRegistered(endpoint, post(endpoint, plain, charset, coding));
				}
				for (String coding : List.of("gzip", "x-gzip", "GZip", "identity, gzip", ", gzip ,")) {
					assertRegistered(endpoint, post(endpoint, gzip(plain), charset, coding));
				}
			}
		}
	}

	static Stream<Arguments> otherEncodings() {
		return Stream.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "ISO-8859-1", "windows-1252", "IBM037")
			.flatMap((charset) -> Stream.of("", "\n", "\r\n \r\n", "\uFEFF")
				.filter((start) -> !start.equals("\uFEFF") || charset.startsWith("UTF-"))
				.flatMap((start) -> Stream.of(Endpoint.values())
					.map((endpoint) -> Arguments.of(endpoint, Charset.forName(charset), start))));
	}

	@ParameterizedTest
	@MethodSource("otherEncodings")
	void refusesOtherEncodingsAsAWhole(Endpoint endpoint, Charset charset, String start) throws IOException {
		// Names that in UTF-16 have the zero in the other byte, or contain line feed
		// bytes.
		for (String name : List.of("Zoë", "Ëā", "Ëਊ\u0A0A")) {
			String text = charset.newEncoder().canEncode(name) ? USER.replace("Zoë", name) : USER;
			byte[] body = (start + text.repeat(3)).getBytes(charset);
			for (MvcTestResult answer : List.of(post(endpoint, body, "", ""), post(endpoint, gzip(body), "", "gzip"))) {
				assertProblem(answer, 400, "malformed-request");
				String expected = charset.name().startsWith("UTF-") ? charset.name().substring(0, 6) : "UTF-8";
				assertThat(answer).bodyJson().extractingPath("$.detail").asString().contains(expected);
			}
		}
		thenNothingWasSent();
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void refusesOtherCharsetsAndCodings(Endpoint endpoint) {
		byte[] body = USER.getBytes(StandardCharsets.UTF_8);
		for (String charset : List.of("utf-16", "\"UTF-16\"", "iso-8859-1", "us-ascii", "utf-7", "unknown")) {
			assertProblem(post(endpoint, body, ";charset=" + charset, ""), 415, "unsupported-media-type");
		}
		for (String coding : List.of("br", "deflate", "zstd", "compress", "gzip, gzip", "br, gzip", "gzip;q=1", "*")) {
			MvcTestResult answer = post(endpoint, body, "", coding);
			assertProblem(answer, 415, "unsupported-media-type");
			assertThat(answer).hasHeader("Accept-Encoding", "gzip");
		}
		thenNothingWasSent();
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void brokenGzipIsNeverTakenAsComplete(Endpoint endpoint) throws IOException {
		byte[] whole = gzip(USER.getBytes(StandardCharsets.UTF_8));
		for (int length = 0; length < whole.length; length++) {
			assertBroken(endpoint, post(endpoint, Arrays.copyOf(whole, length), "", "gzip"));
		}
		assertBroken(endpoint, post(endpoint, Arrays.copyOf(whole, whole.length + 1), "", "gzip"));
		assertBroken(endpoint, post(endpoint, USER.getBytes(StandardCharsets.UTF_8), "", "gzip"));
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void expandingContentIsReadOnlyUpToItsLimit(Endpoint endpoint) throws IOException {
		ByteArrayOutputStream bomb = new ByteArrayOutputStream();
		try (OutputStream out = new GZIPOutputStream(bomb)) {
			byte[] spaces = " ".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
			for (int i = 0; i < 64; i++) {
				out.write(spaces);
			}
			out.write(USER.getBytes(StandardCharsets.UTF_8));
		}
		MvcTestResult answer = post(endpoint, bomb.toByteArray(), "", "gzip");
		if (endpoint == Endpoint.SINGLE) {
			assertProblem(answer, 413, "payload-too-large");
		}
		else {
			assertThat(answer).hasStatus(200).bodyText().contains("/payload-too-large", "\"invalid\":1");
		}
		thenNothingWasSent();
	}

	@Test
	void aLaterLineThatIsNotUtf8IsRefusedAloneAndTheOthersAreRegistered() throws Exception {
		Random random = new Random(9);
		for (int i = 0; i < 100; i++) {
			List<String> encodings = random.ints(5, 0, 3)
				.mapToObj((number) -> List.of("UTF-8", "ISO-8859-1", "windows-1252").get(number))
				.toList();
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			body.writeBytes(USER.getBytes(StandardCharsets.UTF_8));
			for (String encoding : encodings) {
				body.writeBytes(USER.getBytes(encoding));
			}
			MvcTestResult answer = post(Endpoint.IMPORT, body.toByteArray(), "", "");
			List<String> lines = answer.getResponse().getContentAsString(StandardCharsets.UTF_8).lines().toList();
			for (int line = 0; line < 5; line++) {
				assertThat(lines.get(line + 1)).contains(encodings.get(line).equals("UTF-8") ? "\"status\":201"
						: "{\"pointer\":\"/username\",\"detail\":\"is not valid UTF-8\"}");
			}
			assertThat(lines.get(6)).contains("\"complete\":true");
		}
	}

	static Endpoint[] endpoints() {
		return Endpoint.values();
	}

	private static CompletableFuture<RegistrationReply> registered(RegisterUser command) {
		assertThat(command.username()).isEqualTo("Zoë");
		return CompletableFuture.completedFuture(new RegistrationReply(Outcome.REGISTERED, command.userId(), 0, 0));
	}

	private MvcTestResult post(Endpoint endpoint, byte[] body, String charset, String coding) {
		MockMvcTester.MockMvcRequestBuilder request = this.mvc.post()
			.uri(endpoint.path)
			.header("Content-Type", endpoint.type + charset)
			.content(body);
		return (coding.isEmpty() ? request : request.header("Content-Encoding", coding)).exchange();
	}

	private static void assertRegistered(Endpoint endpoint, MvcTestResult answer) {
		assertThat(answer).hasStatus((endpoint == Endpoint.SINGLE) ? 201 : 200)
			.bodyText()
			.contains((endpoint == Endpoint.SINGLE) ? "user_id" : "\"complete\":true,\"total\":1,\"registered\":1");
	}

	private static void assertBroken(Endpoint endpoint, MvcTestResult answer) {
		assertThat(answer).bodyText().contains("cannot be read as gzip").doesNotContain("\"complete\":true");
		if (endpoint == Endpoint.SINGLE) {
			assertProblem(answer, 400, "malformed-request");
		}
	}

	private static void assertProblem(MvcTestResult answer, int status, String type) {
		assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("https://enrol.github.io/problems/" + type);
	}

	private void thenNothingWasSent() {
		then(this.gateway).should(never()).decide(any(), any());
		then(this.gateway).should(never()).registerInBulk(any(), any());
	}

	private static byte[] gzip(byte[] plain) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write(plain);
		}
		return compressed.toByteArray();
	}

	private enum Endpoint {

		SINGLE("/user/registration", "application/json"), IMPORT("/user/registrations", "application/x-ndjson");

		private final String path;

		private final String type;

		Endpoint(String path, String type) {
			this.path = path;
			this.type = type;
		}

	}

}
