/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.limits;

import java.time.Duration;
import java.util.List;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * The quotas of each client of this instance: of requests, and of lines of imports. No
 * import is broken off for its lines: it is read more slowly, or, if it is taken in
 * whole, the next one waits until its lines are paid.
 *
 * @see <a href=
 * "https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">The draft of
 * the RateLimit fields</a>
 */
public final class RateLimits {

	private static final String REQUESTS = "requests";

	private static final String IMPORT_LINES = "import-lines";

	private final Duration period;

	private final @Nullable Quota requests;

	private final @Nullable Quota importLines;

	RateLimits(RateLimitProperties properties, TimeMeter clock) {
		this.period = properties.period();
		this.requests = (properties.requests() > 0) ? Quota.ofPeriods(properties.requests(), properties, clock) : null;
		this.importLines = (properties.importLines() > 0) ? Quota.evenly(properties.importLines(), properties, clock)
				: null;
	}

	/**
	 * Takes a request from its client's quota, and tells the client what is left.
	 * @throws Problem if nothing is
	 */
	public void take(HttpServletRequest request, HttpServletResponse response) {
		if (this.requests == null) {
			return;
		}
		ConsumptionProbe probe = this.requests.of(Client.of(request)).tryConsumeAndReturnRemaining(1);
		Duration reset = Duration
			.ofNanos(probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill());
		response.setHeader("RateLimit-Policy",
				"\"%s\";q=%d;w=%d".formatted(REQUESTS, this.requests.units(), this.period.toSeconds()));
		response.setHeader("RateLimit",
				"\"%s\";r=%d;t=%d".formatted(REQUESTS, probe.getRemainingTokens(), seconds(reset)));
		if (!probe.isConsumed()) {
			throw exceeded(REQUESTS,
					"This client has sent as many requests as it may within %d s.".formatted(this.period.toSeconds()),
					reset);
		}
	}

	/**
	 * Begins an import.
	 * @throws Problem if lines of an earlier one are not paid
	 */
	public ImportQuota beginImport(HttpServletRequest request) {
		if (this.importLines == null) {
			return ImportQuota.UNLIMITED;
		}
		Bucket lines = this.importLines.of(Client.of(request));
		if (lines.getAvailableTokens() < 0) {
			throw exceeded(IMPORT_LINES,
					"Imports of this client had more than the %d lines that it may have within %d s."
						.formatted(this.importLines.units(), this.period.toSeconds()),
					Duration.ofNanos(lines.estimateAbilityToConsume(1).getNanosToWaitForRefill()));
		}
		return new ImportQuota() {

			@Override
			public Duration takeLine() {
				return Duration.ofNanos(lines.tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill());
			}

			@Override
			public void oweLines(long count) {
				lines.consumeIgnoringRateLimits(count);
			}

		};
	}

	private static Problem exceeded(String policy, String detail, Duration delay) {
		return Problem.of(ProblemType.QUOTA_EXCEEDED, detail)
			.with("violated-policies", List.of(policy))
			.retryAfter(delay);
	}

	/** Rounded as {@link Problem#retryAfter} does. */
	private static long seconds(Duration duration) {
		return Math.max(1, (duration.toMillis() + 999) / 1000);
	}

}
