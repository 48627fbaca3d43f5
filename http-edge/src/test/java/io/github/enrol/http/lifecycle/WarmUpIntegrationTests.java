/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.lifecycle;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.enrol.http.security.Issuer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class WarmUpIntegrationTests {

	private static final AtomicInteger asked = new AtomicInteger();

	private static volatile int askedWhenReady;

	private static volatile String trace = "";

	@BeforeEach
	void reset() {
		asked.set(0);
		askedWhenReady = -1;
	}

	@Test
	void asksItselfBeforeItIsReady() {
		try (ServletWebServerApplicationContext context = start(Entry.class, "--server.warm-up=1s")) {
			assertThat(askedWhenReady).isPositive().isEqualTo(asked.get());
			// The parent is not sampled.
			assertThat(trace).endsWith("-00");
		}
	}

	@Test
	void doesNothingUnlessTold() {
		try (ServletWebServerApplicationContext context = start(Entry.class)) {
			assertThat(askedWhenReady).isZero();
		}
	}

	@Test
	void needsNoToken() throws Exception {
		try (Issuer issuer = new Issuer();
				ServletWebServerApplicationContext context = start(Entry.class, "--server.warm-up=1s",
						"--security.jwt.issuer=" + issuer.uri())) {
			assertThat(askedWhenReady).isPositive();
		}
	}

	@Test
	void usesUpNobodysRate() throws Exception {
		try (ServletWebServerApplicationContext context = start(Entry.class, "--server.warm-up=1s",
				"--rate-limit.requests=1", "--management.endpoint.health.probes.enabled=true")) {
			assertThat(askedWhenReady).isZero();
			assertThat(get(context)).isEqualTo(200);
			assertThat(get(context)).isEqualTo(429);
		}
	}

	@Test
	void endsAtOnceWhereThereIsNothingToAskFor() {
		try (ServletWebServerApplicationContext context = start(Nothing.class, "--server.warm-up=1m")) {
			assertThat(context.isActive()).isTrue();
		}
	}

	private static int get(ServletWebServerApplicationContext context) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + context.getWebServer().getPort() + "/");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
			.statusCode();
	}

	private static ServletWebServerApplicationContext start(Class<?> application, String... properties) {
		SpringApplication spring = new SpringApplication(application);
		spring.setDefaultProperties(Map.of("server.port", "0", "server.address", "127.0.0.1"));
		return (ServletWebServerApplicationContext) spring.run(properties);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Entry {

		@GetMapping("/")
		Map<String, String> entry(@RequestHeader(name = "traceparent", required = false) String traceparent) {
			asked.incrementAndGet();
			trace = String.valueOf(traceparent);
			return Map.of();
		}

		@EventListener
		void ready(AvailabilityChangeEvent<ReadinessState> event) {
			if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
				askedWhenReady = asked.get();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Nothing {

	}

}
