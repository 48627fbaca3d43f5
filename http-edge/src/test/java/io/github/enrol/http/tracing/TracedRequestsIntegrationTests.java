/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.tracing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One id for answer, log and trace, over a socket.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.tracing.export.enabled=true", "management.tracing.sampling.probability=1",
				"management.opentelemetry.tracing.export.schedule-delay=50ms",
				"logging.pattern.correlation=%replace([%X{traceId}] ){'^.. $', ''}" })
@ExtendWith(OutputCaptureExtension.class)
class TracedRequestsIntegrationTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	@LocalServerPort
	private int port;

	@Autowired
	private InMemorySpanExporter exported;

	@Test
	void answerLogAndTraceHaveTheSameId(CapturedOutput output) throws Exception {
		String id = id(get("/users/ann"));
		assertThat(span(id).getParentSpanContext().isValid()).isFalse();
		assertThat(output.getAll().lines()).anyMatch((line) -> line.contains("[" + id) && line.contains("seen"));
		assertThat(id(get("/users/ann"))).isNotEqualTo(id);
	}

	@Test
	void alsoIfTheCallerNamesTheTrace() throws Exception {
		assertThat(id(get("/users/ann", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"))).isEqualTo(TRACE);
		assertThat(span(TRACE).getParentSpanId()).isEqualTo("00f067aa0ba902b7");
	}

	@Test
	void whatIsLoggedAfterTheSpanHasTheIdToo(CapturedOutput output) throws Exception {
		String id = id(get("/broken/ann"));
		assertThat(output.getAll().lines())
			.anyMatch((line) -> line.contains("[" + id) && line.contains("Failed to serve"));
	}

	@Test
	void aSpanHasTheTemplateOfThePath() throws Exception {
		SpanData span = span(id(get("/broken/ann")));
		assertThat(span.getName()).isEqualTo("http get /broken/{name}");
		assertThat(span.getStatus()).isEqualTo(StatusData.error());
		assertThat(content(span)).contains("/broken/{name}", "status=\"500\"").doesNotContain("ann");
		assertThat(span(id(get("/users/ann"))).getStatus()).isEqualTo(StatusData.unset());
	}

	@Test
	void aFailureIsNamedByItsTypeAlone() throws Exception {
		SpanData span = span(id(get("/filtered/ann")));
		assertThat(span.getStatus()).isEqualTo(StatusData.error());
		assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
			.isEqualTo(IllegalStateException.class.getName());
		assertThat(content(span)).doesNotContain("ann");
	}

	private static String content(SpanData span) {
		return span.getName() + span.getAttributes() + span.getStatus() + span.getEvents();
	}

	private HttpResponse<String> get(String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
	}

	private static String id(HttpResponse<String> response) {
		return response.headers().firstValue("X-Request-Id").orElseThrow();
	}

	private SpanData span(String trace) {
		List<SpanData> spans = Awaitility.await()
			.until(() -> this.exported.getFinishedSpanItems()
				.stream()
				.filter((span) -> span.getTraceId().equals(trace))
				.toList(), (found) -> !found.isEmpty());
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(People.class)
	static class Application {

		@Bean
		InMemorySpanExporter exported() {
			return InMemorySpanExporter.create();
		}

		@Bean
		Failing failing() {
			return new Failing();
		}

	}

	/**
	 * Fails where no handler makes a problem of it.
	 */
	static class Failing extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (request.getRequestURI().startsWith("/filtered")) {
				throw new IllegalStateException(request.getRequestURI());
			}
			chain.doFilter(request, response);
		}

	}

	@RestController
	static class People {

		private static final Logger logger = LoggerFactory.getLogger(People.class);

		@GetMapping("/users/{name}")
		int one(@PathVariable String name) {
			logger.info("seen");
			return 1;
		}

		@GetMapping("/broken/{name}")
		int broken(@PathVariable String name) {
			throw new IllegalStateException(name);
		}

	}

}
