/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import io.github.enrol.command.registration.web.RegisteredUser;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.http.problems.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * The response to an import: a line of JSON for each registration, and a last one that
 * counts them. A response without the last one was cut off.
 */
final class ImportResults {

	private final OutputStream out;

	private final JsonMapper mapper;

	private final URI queryServiceUrl;

	private long registered;

	private long repeated;

	private long refused;

	private long invalid;

	private long unknown;

	ImportResults(OutputStream out, JsonMapper mapper, URI queryServiceUrl) {
		this.out = out;
		this.mapper = mapper;
		this.queryServiceUrl = queryServiceUrl;
	}

	/**
	 * Says where the user is.
	 * @param repeated whether an earlier try of the same line registered it
	 */
	void registered(long line, RegistrationReply reply, boolean repeated) throws IOException {
		if (repeated) {
			this.repeated++;
		}
		else {
			this.registered++;
		}
		write(new Result(line, HttpStatus.CREATED.value(), reply.userId(),
				RegisteredUser.location(this.queryServiceUrl, reply), null));
	}

	/**
	 * Says why there is no user, or why that is not known.
	 */
	void problem(long line, Problem problem) throws IOException {
		int status = problem.getStatusCode().value();
		if (problem.getStatusCode().is5xxServerError()) {
			this.unknown++;
		}
		else if (status == HttpStatus.CONFLICT.value()) {
			this.refused++;
		}
		else {
			this.invalid++;
		}
		write(new Result(line, status, null, null, problem.getBody()));
	}

	/**
	 * Has the caller see what was written.
	 */
	void flush() throws IOException {
		this.out.flush();
	}

	/**
	 * Ends the response.
	 * @param problem why not all lines have a result; null if they have
	 */
	void end(@Nullable Problem problem) throws IOException {
		long total = this.registered + this.repeated + this.refused + this.invalid + this.unknown;
		write(new Summary(problem == null, total, this.registered, this.repeated, this.refused, this.invalid,
				this.unknown, (problem != null) ? problem.getBody() : null));
		this.out.close();
	}

	private void write(Object line) throws IOException {
		this.out.write(this.mapper.writeValueAsBytes(line));
		this.out.write('\n');
	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "line", "status" })
	private record Result(long line, int status, @JsonProperty("user_id") @Nullable String userId,
			@Nullable URI location, @Nullable ProblemDetail problem) {
	}

	/**
	 * The last line.
	 *
	 * @param complete whether every line of the request has a result
	 * @param total number of results
	 * @param registered those of users that this request registered
	 * @param repeated those of users that an earlier try of the same line had registered
	 * @param refused those whose address another registration has
	 * @param invalid those of lines that cannot be registrations
	 * @param unknown those whose outcome is not known
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "complete", "total", "registered", "repeated", "refused", "invalid", "unknown" })
	private record Summary(boolean complete, long total, long registered, long repeated, long refused, long invalid,
			long unknown, @Nullable ProblemDetail problem) {
	}

}
