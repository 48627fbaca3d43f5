package io.github.enrol.problems;

import java.time.Duration;
import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A problem that ends the handling of a request; thrown, it becomes the answer.
 */
public final class Problem extends ErrorResponseException {

	private Problem(ProblemType type, String detail) {
		super(type.status(), body(type, detail), null);
	}

	public static Problem of(ProblemType type, String detail) {
		return new Problem(type, detail);
	}

	/**
	 * A request that is well-formed and has values that it must not have.
	 */
	public static Problem invalid(List<InvalidValue> errors) {
		return of(ProblemType.INVALID_REQUEST, "See errors for what is wrong with each value.").with("errors", errors);
	}

	/**
	 * Adds an extension member.
	 */
	public Problem with(String name, Object value) {
		getBody().setProperty(name, value);
		return this;
	}

	/**
	 * Says when to try again (RFC 9110, 10.2.3).
	 * @param delay rounded up to whole seconds
	 */
	public Problem retryAfter(Duration delay) {
		long seconds = Math.max(1, (delay.toMillis() + 999) / 1000);
		return withHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
	}

	public Problem withHeader(String name, String value) {
		getHeaders().set(name, value);
		return this;
	}

	static ProblemDetail body(ProblemType type, String detail) {
		ProblemDetail body = ProblemDetail.forStatusAndDetail(type.status(), detail);
		body.setType(type.uri());
		body.setTitle(type.title());
		return body;
	}

	/**
	 * A refusal is no failure of ours, and there may be many of them.
	 */
	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
