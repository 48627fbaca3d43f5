/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.web.IdempotencyKey;
import io.github.enrol.command.registration.web.RegistrationPaths;
import io.github.enrol.command.registration.web.WebProperties;
import io.github.enrol.http.limits.ImportQuota;
import io.github.enrol.http.limits.RateLimits;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.hateoas.EntityModel;
import org.springframework.hateoas.MediaTypes;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /user/registrations}: many registrations, one per line, each answered as
 * soon as possible, or all in the background. Every import uses two threads; their number
 * is limited.
 */
@RestController
class RegistrationImportController {

	/** Small, so that a slow reader is detected soon: each write is timed. */
	private static final int RESPONSE_BUFFER_SIZE = 16 * 1024;

	private final CommandGateway gateway;

	private final ImportProperties properties;

	private final ResultLines resultLines;

	private final RunningImports running;

	private final ImportMeters meters;

	private final BackgroundImports background;

	private final RateLimits limits;

	RegistrationImportController(CommandGateway gateway, ImportProperties properties, WebProperties web,
			JsonMapper mapper, RunningImports running, ImportMeters meters, BackgroundImports background,
			RateLimits limits) {
		this.gateway = gateway;
		this.limits = limits;
		this.properties = properties;
		this.resultLines = new ResultLines(mapper, web.queryServiceUrl());
		this.running = running;
		this.meters = meters;
		this.background = background;
	}

	/**
	 * Imports the lines of a body.
	 * @return null if the results were written to the response
	 */
	@PostMapping(path = RegistrationPaths.IMPORT,
			consumes = { MediaType.APPLICATION_NDJSON_VALUE, ImportFormat.JSON_LINES, ImportFormat.TEXT_CSV },
			produces = { MediaType.APPLICATION_NDJSON_VALUE, MediaTypes.HAL_JSON_VALUE,
					MediaType.APPLICATION_JSON_VALUE })
	@Nullable ResponseEntity<EntityModel<ImportStatus>> register(InputStream body, @RequestHeader HttpHeaders headers,
			HttpServletRequest request, HttpServletResponse response)
			throws IOException, HttpMediaTypeNotAcceptableException {
		IdempotencyKey key = IdempotencyKey.of(headers.get(IdempotencyKey.HEADER));
		Preferences preferences = Preferences.of(headers);
		ImportQuota quota = this.limits.beginImport(request);
		if (preferences.respondAsync()) {
			return accepted(this.background.accept(headers, body, key, quota), headers.getAccept(), request);
		}
		if (!accepts(headers.getAccept(), MediaType.APPLICATION_NDJSON)) {
			throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_NDJSON));
		}
		if (!this.gateway.isReachable()) {
			throw Problem.of(ProblemType.SERVICE_UNAVAILABLE, "Registrations cannot be decided now. No line was read.")
				.retryAfter(RunningImports.RETRY_AFTER);
		}
		this.running.takePlace();
		try (ImportLines lines = ImportLines.open(headers, body, this.properties.importIdleTimeout(), quota)) {
			stream(lines, key, preferences.returnMinimal(), response);
		}
		finally {
			this.running.freePlace();
		}
		return null;
	}

	private void stream(ImportLines lines, IdempotencyKey key, boolean minimal, HttpServletResponse response)
			throws IOException {
		response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
		response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
		response.setHeader(IdempotencyKey.HEADER, key.quoted());
		if (minimal) {
			response.setHeader(Preferences.APPLIED, Preferences.RETURN_MINIMAL);
		}
		response.setBufferSize(RESPONSE_BUFFER_SIZE);
		// Otherwise an error while reading the body would replace the response.
		response.getOutputStream().flush();
		try (StreamedResults results = new StreamedResults(response.getOutputStream(), minimal, this.resultLines,
				this.properties.importIdleTimeout())) {
			this.running.run(new RegistrationImport(this.gateway, this.properties.importWindow(),
					this.properties.importLineTimeout(), key, lines, this.meters.counted(results)));
		}
	}

	private static ResponseEntity<EntityModel<ImportStatus>> accepted(StoredImport stored, List<MediaType> accept,
			HttpServletRequest request) {
		boolean json = accepts(accept, MediaType.APPLICATION_JSON) && !accepts(accept, MediaTypes.HAL_JSON);
		return ResponseEntity.accepted()
			.location(URI.create(ImportStatusController.location(stored, request)))
			.header(Preferences.APPLIED, Preferences.RESPOND_ASYNC)
			.header(IdempotencyKey.HEADER, new IdempotencyKey(stored.request().key()).quoted())
			.header(HttpHeaders.RETRY_AFTER, Long.toString(ImportStatusController.RETRY_AFTER.toSeconds()))
			.cacheControl(CacheControl.noStore())
			.contentType(json ? MediaType.APPLICATION_JSON : MediaTypes.HAL_JSON)
			.body(ImportStatusController.model(stored, stored.progress(), request));
	}

	private static boolean accepts(List<MediaType> accept, MediaType type) {
		return accept.isEmpty() || accept.stream().anyMatch((range) -> range.includes(type));
	}

}
