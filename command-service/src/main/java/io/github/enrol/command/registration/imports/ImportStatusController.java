/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.time.Duration;

import io.github.enrol.command.registration.imports.StoredImport.Phase;
import io.github.enrol.command.registration.imports.StoredImport.Progress;
import io.github.enrol.command.registration.web.RegistrationPaths;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import io.github.enrol.http.requests.RequestAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.hateoas.EntityModel;
import org.springframework.hateoas.Link;
import org.springframework.hateoas.MediaTypes;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * {@code /user/registrations/{id}}: an import that goes on without its caller.
 */
@RestController
class ImportStatusController {

	static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private static final CacheControl REVALIDATE = CacheControl.noCache().cachePrivate();

	private final ImportStore store;

	ImportStatusController(ImportStore store) {
		this.store = store;
	}

	@GetMapping(path = RegistrationPaths.IMPORT_STATUS,
			produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<EntityModel<ImportStatus>> status(@PathVariable String id, HttpServletRequest request) {
		StoredImport found = find(id);
		Progress progress = found.progress();
		ResponseEntity.BodyBuilder response = ResponseEntity.ok()
			.eTag(eTag(progress))
			.cacheControl(REVALIDATE)
			.varyBy(HttpHeaders.ACCEPT);
		if (progress.phase() == Phase.RUNNING) {
			response.header(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds()));
		}
		return response.body(model(found, progress, request));
	}

	/**
	 * Cancels the import if it runs, and forgets it. Who is registered stays registered.
	 */
	@DeleteMapping(RegistrationPaths.IMPORT_STATUS)
	ResponseEntity<Void> remove(@PathVariable String id) {
		this.store.remove(find(id));
		return ResponseEntity.noContent().build();
	}

	/**
	 * Returns the lines that were not registered, as far as the import has come. Without
	 * the last line, the report is incomplete.
	 */
	@GetMapping(path = RegistrationPaths.IMPORT_REPORT, produces = MediaType.APPLICATION_NDJSON_VALUE)
	void report(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
		StoredImport found = find(id);
		Progress progress = found.progress();
		response.setHeader(HttpHeaders.CACHE_CONTROL, REVALIDATE.getHeaderValue());
		if (new ServletWebRequest(request, response).checkNotModified(eTag(progress))) {
			return;
		}
		response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
		if (!request.getMethod().equals(HttpMethod.HEAD.name())) {
			found.writeReport(progress, response.getOutputStream());
		}
	}

	static EntityModel<ImportStatus> model(StoredImport stored, Progress progress, HttpServletRequest request) {
		String location = location(stored, request);
		return EntityModel.of(ImportStatus.of(stored.request(), progress), Link.of(location),
				Link.of(location + RegistrationPaths.REPORT, "report"));
	}

	static String location(StoredImport stored, HttpServletRequest request) {
		return RequestAddress.of(request) + RegistrationPaths.IMPORT + "/" + stored.request().id();
	}

	private StoredImport find(String id) {
		StoredImport found = this.store.find(id);
		if (found == null) {
			throw Problem.of(ProblemType.IMPORT_NOT_FOUND,
					"This instance of the service keeps no such import: it was removed, or another instance took it.");
		}
		return found;
	}

	private static String eTag(Progress progress) {
		return "W/\"" + progress.phase().text() + "-" + progress.line() + '"';
	}

}
