/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.web.RegisteredUser;
import io.github.enrol.http.problems.Problem;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * The response to an import: one line of JSON per registration, and a last one with
 * totals. A response without the last line is incomplete.
 */
final class ImportResults implements AutoCloseable {

	private final OutputStream out;

	private final @Nullable DeferredOutput deferred;

	private final JsonMapper mapper;

	private final URI queryServiceUrl;

	private final Duration idleTimeout;

	private long registered;

	private long repeated;

	private long refused;

	private long invalid;

	private long unknown;

	/**
	 * Writes to a stream that blocks while the caller does not read.
	 * @param minimal whether to write nothing before the end, and nothing about
	 * registered lines
	 * @param idleTimeout how long each write may take
	 */
	ImportResults(OutputStream out, boolean minimal, JsonMapper mapper, URI queryServiceUrl, Duration idleTimeout)
			throws IOException {
		this.deferred = minimal ? new DeferredOutput(out) : null;
		this.out = (this.deferred != null) ? this.deferred : out;
		this.mapper = mapper;
		this.queryServiceUrl = queryServiceUrl;
		this.idleTimeout = idleTimeout;
	}

	/**
	 * Writes the location of the registered user.
	 * @param repeated whether an earlier attempt of the same line registered it
	 */
	void registered(long line, RegistrationReply reply, boolean repeated) throws IOException {
		if (repeated) {
			this.repeated++;
		}
		else {
			this.registered++;
		}
		if (this.deferred == null) {
			write(new Result(line, HttpStatus.CREATED.value(), reply.userId(),
					RegisteredUser.location(this.queryServiceUrl, reply), null));
		}
	}

	/**
	 * Writes why there is no user, or why the outcome is unknown.
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

	void flush() throws IOException {
		long start = System.nanoTime();
		this.out.flush();
		requireTaken(start);
	}

	/**
	 * Ends the response.
	 * @param problem why not all lines have a result; null if they have
	 */
	void end(@Nullable Problem problem) throws IOException {
		long total = this.registered + this.repeated + this.refused + this.invalid + this.unknown;
		write(new Summary(problem == null, total, this.registered, this.repeated, this.refused, this.invalid,
				this.unknown, (problem != null) ? problem.getBody() : null));
		if (this.deferred != null) {
			this.deferred.send();
		}
		else {
			this.out.close();
		}
	}

	/**
	 * Discards what was held back, after an import that could not end.
	 */
	@Override
	public void close() throws IOException {
		if (this.deferred != null) {
			this.deferred.close();
		}
	}

	private void write(Object line) throws IOException {
		byte[] json = this.mapper.writeValueAsBytes(line);
		long start = System.nanoTime();
		this.out.write(json);
		this.out.write('\n');
		requireTaken(start);
	}

	/**
	 * The web server limits the time without any progress. This check, after each write,
	 * catches callers that read a byte now and then.
	 */
	private void requireTaken(long start) throws IOException {
		if (System.nanoTime() - start > this.idleTimeout.toNanos()) {
			throw new ClientAbortException("the caller takes too long to read results");
		}
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
	 * @param registered number of users that this request registered
	 * @param repeated number of users that an earlier attempt of the same line had
	 * registered
	 * @param refused number of lines whose address belongs to another registration
	 * @param invalid number of lines that are not valid registrations
	 * @param unknown number of lines whose outcome is unknown
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "complete", "total", "registered", "repeated", "refused", "invalid", "unknown" })
	private record Summary(boolean complete, long total, long registered, long repeated, long refused, long invalid,
			long unknown, @Nullable ProblemDetail problem) {
	}

}
