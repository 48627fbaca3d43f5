/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.enrol.command.registration.imports.StoredImport.Phase;
import io.github.enrol.command.registration.imports.StoredImport.Progress;
import io.github.enrol.command.registration.imports.StoredImport.Request;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ProblemDetail;

/**
 * What a caller sees of an import that goes on without it.
 *
 * @param state {@code running}, {@code completed} or {@code failed}
 * @param lines of the body, blank ones and a header line included
 * @param progress the part of the lines that is done, 0 to 1
 * @param total number of results so far
 * @param problem why it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportStatus(String id, String state, @JsonProperty("created_at") Instant createdAt,
		@JsonProperty("ended_at") @Nullable Instant endedAt, @JsonProperty("idempotency_key") String idempotencyKey,
		long lines, double progress, long total, @JsonUnwrapped ImportCounts counts, @Nullable ProblemDetail problem) {

	static ImportStatus of(Request request, Progress progress) {
		return new ImportStatus(request.id(), progress.phase().text(), request.createdAt(), progress.endedAt(),
				request.key(), request.lines(), part(request, progress), progress.counts().total(), progress.counts(),
				progress.problem());
	}

	/**
	 * Returns the part that is done, rounded down.
	 */
	private static double part(Request request, Progress progress) {
		return (progress.phase() == Phase.COMPLETED) ? 1
				: progress.line() * 1000 / Math.max(1, request.lines()) / 1000.0;
	}

}
