/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.rebuild;

import io.github.enrol.projector.rebuild.Rebuilds.Status;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Starts a rebuild of the read model and reports its progress.
 */
@Endpoint(id = "rebuild")
final class RebuildEndpoint {

	private final Rebuilds rebuilds;

	RebuildEndpoint(Rebuilds rebuilds) {
		this.rebuilds = rebuilds;
	}

	/**
	 * Returns the last rebuild of this instance.
	 */
	@ReadOperation
	Status status() {
		return this.rebuilds.status();
	}

	/**
	 * Starts a rebuild: 202; 409 if any instance is running one; or 503.
	 */
	@WriteOperation
	WebEndpointResponse<Status> start() {
		try {
			if (!this.rebuilds.begin()) {
				throw refusal(HttpStatus.CONFLICT, "A rebuild is running.");
			}
			return new WebEndpointResponse<>(this.rebuilds.status(), HttpStatus.ACCEPTED.value());
		}
		catch (DataAccessException ex) {
			throw refusal(HttpStatus.SERVICE_UNAVAILABLE, "The database cannot be reached.");
		}
	}

	private static ErrorResponseException refusal(HttpStatus status, String detail) {
		return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
	}

}
