/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.net.URI;
import java.util.Arrays;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.web.RegisteredUser;
import io.github.enrol.http.problems.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * Results as lines of JSON: one for each registration, and a last one with totals.
 */
final class ResultLines {

	private final JsonMapper mapper;

	private final URI queryServiceUrl;

	ResultLines(JsonMapper mapper, URI queryServiceUrl) {
		this.mapper = mapper;
		this.queryServiceUrl = queryServiceUrl;
	}

	byte[] registered(long line, RegistrationReply reply) {
		return bytes(new Result(line, HttpStatus.CREATED.value(), reply.userId(),
				RegisteredUser.location(this.queryServiceUrl, reply), null));
	}

	byte[] problem(long line, Problem problem) {
		return bytes(new Result(line, problem.getStatusCode().value(), null, null, problem.getBody()));
	}

	/**
	 * Returns the last line.
	 * @param problem why not all lines have a result; null if they have
	 */
	byte[] summary(ImportCounts counts, @Nullable Problem problem) {
		return bytes(
				new Summary(problem == null, counts.total(), counts, (problem != null) ? problem.getBody() : null));
	}

	private byte[] bytes(Object line) {
		byte[] json = this.mapper.writeValueAsBytes(line);
		byte[] terminated = Arrays.copyOf(json, json.length + 1);
		terminated[json.length] = '\n';
		return terminated;
	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "line", "status" })
	private record Result(long line, int status, @JsonProperty("user_id") @Nullable String userId,
			@Nullable String location, @Nullable ProblemDetail problem) {
	}

	/**
	 * The last line.
	 *
	 * @param complete whether every line of the request has a result
	 * @param total number of results
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "complete", "total" })
	private record Summary(boolean complete, long total, @JsonUnwrapped ImportCounts counts,
			@Nullable ProblemDetail problem) {
	}

}
