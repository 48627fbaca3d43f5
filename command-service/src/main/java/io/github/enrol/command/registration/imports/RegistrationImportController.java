/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.web.IdempotencyKey;
import io.github.enrol.command.registration.web.RegistrationPaths;
import io.github.enrol.command.registration.web.WebProperties;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /user/registrations}: many registrations, one per line, each answered as
 * soon as possible. Every import uses two threads; their number is limited.
 */
@RestController
class RegistrationImportController {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	/** Small, so that a slow reader is detected soon: each write is timed. */
	private static final int RESPONSE_BUFFER_SIZE = 16 * 1024;

	private static final String MINIMAL = "return=minimal";

	private final CommandGateway gateway;

	private final ImportProperties properties;

	private final ResultLines resultLines;

	private final Semaphore places;

	private final Set<RegistrationImport> running = ConcurrentHashMap.newKeySet();

	private volatile boolean stopping;

	RegistrationImportController(CommandGateway gateway, ImportProperties properties, WebProperties web,
			JsonMapper mapper) {
		this.gateway = gateway;
		this.properties = properties;
		this.resultLines = new ResultLines(mapper, web.queryServiceUrl());
		this.places = new Semaphore(properties.maxImports());
	}

	@PostMapping(path = RegistrationPaths.IMPORT,
			consumes = { MediaType.APPLICATION_NDJSON_VALUE, ImportFormat.JSON_LINES, ImportFormat.TEXT_CSV },
			produces = MediaType.APPLICATION_NDJSON_VALUE)
	void register(InputStream body, @RequestHeader HttpHeaders headers, HttpServletResponse response)
			throws IOException {
		IdempotencyKey key = IdempotencyKey.of(headers.get(IdempotencyKey.HEADER));
		if (!this.gateway.isReachable()) {
			throw Problem.of(ProblemType.SERVICE_UNAVAILABLE, "Registrations cannot be decided now. No line was read.")
				.retryAfter(RETRY_AFTER);
		}
		if (!this.places.tryAcquire()) {
			throw Problem
				.of(ProblemType.OVERLOADED, "As many imports run as may run at once. No line of this one was read.")
				.retryAfter(RETRY_AFTER);
		}
		try (ImportLines lines = ImportLines.open(headers, body, this.properties.importIdleTimeout())) {
			response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
			response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
			response.setHeader(IdempotencyKey.HEADER, key.quoted());
			boolean minimal = prefersMinimal(headers);
			if (minimal) {
				response.setHeader("Preference-Applied", MINIMAL);
			}
			response.setBufferSize(RESPONSE_BUFFER_SIZE);
			// Otherwise an error while reading the body would replace the response.
			response.getOutputStream().flush();
			try (StreamedResults results = new StreamedResults(response.getOutputStream(), minimal, this.resultLines,
					this.properties.importIdleTimeout())) {
				run(new RegistrationImport(this.gateway, this.properties.importWindow(),
						this.properties.importLineTimeout(), key, lines, results));
			}
		}
		finally {
			this.places.release();
		}
	}

	/**
	 * Reads the header Prefer (RFC 7240).
	 */
	private static boolean prefersMinimal(HttpHeaders headers) {
		return headers.getOrEmpty("Prefer")
			.stream()
			.flatMap((preferences) -> Stream.of(preferences.split(",")))
			.map((preference) -> preference.split(";")[0].replaceAll("[\\s\"]", ""))
			.anyMatch(MINIMAL::equalsIgnoreCase);
	}

	private void run(RegistrationImport started) throws IOException {
		this.running.add(started);
		if (this.stopping) {
			// The service stopped while the import waited for its first line.
			started.stop();
		}
		try {
			started.run();
		}
		finally {
			this.running.remove(started);
		}
	}

	/**
	 * Runs before the web server waits for its last requests; otherwise it would wait for
	 * all lines.
	 */
	@EventListener(ContextClosedEvent.class)
	void stop() {
		this.stopping = true;
		this.running.forEach(RegistrationImport::stop);
	}

}
