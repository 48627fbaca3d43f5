/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.rebuild;

import io.github.enrol.http.database.DatabaseFailure;
import io.github.enrol.projector.projection.FailureReason;
import io.github.enrol.projector.rebuild.Rebuilds.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
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

	private static final Logger logger = LoggerFactory.getLogger(RebuildEndpoint.class);

	private static final String FEWER_USERS = "fewer-users";

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
	 * Starts a rebuild: 202; 409 if any instance is running one; 503 if the database
	 * cannot be reached; or 500 if it refuses.
	 */
	@WriteOperation
	WebEndpointResponse<Status> start() {
		return start(false);
	}

	/**
	 * Starts a rebuild whose model may have fewer users than the present one, which
	 * missed their erasure. Otherwise fewer users mean that the log has lost events.
	 * @param option {@value #FEWER_USERS}
	 */
	@WriteOperation
	WebEndpointResponse<Status> start(@Selector String option) {
		if (!option.equals(FEWER_USERS)) {
			throw new ErrorResponseException(HttpStatus.NOT_FOUND);
		}
		return start(true);
	}

	private WebEndpointResponse<Status> start(boolean fewerUsers) {
		try {
			if (!this.rebuilds.begin(fewerUsers)) {
				throw new ErrorResponseException(HttpStatus.CONFLICT,
						ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "A rebuild is running."), null);
			}
			return new WebEndpointResponse<>(this.rebuilds.status(), HttpStatus.ACCEPTED.value());
		}
		catch (DataAccessException ex) {
			logger.warn("A rebuild cannot start: {}", FailureReason.withoutContent(ex));
			throw DatabaseFailure.problem(ex);
		}
	}

}
