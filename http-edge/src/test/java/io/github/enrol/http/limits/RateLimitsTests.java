/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.limits;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import io.github.bucket4j.TimeMeter;
import io.github.enrol.http.problems.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RateLimitsTests {

	private static final int MAX_CLIENTS = 100;

	private final Clock clock = new Clock();

	private final RateLimits limits = limits(3, 10);

	private RateLimits limits(int requests, int importLines) {
		return new RateLimits(new RateLimitProperties(requests, importLines, Duration.ofSeconds(60), MAX_CLIENTS),
				this.clock);
	}

	@Test
	void aPeriodBeginsWithTheFirstRequest() {
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(take("192.0.2.1")).isEqualTo("\"requests\";r=2;t=60");
		this.clock.advance(Duration.ofMillis(19_500));
		assertThat(take("192.0.2.1")).isEqualTo("\"requests\";r=1;t=41");
		assertThat(take("192.0.2.1")).isEqualTo("\"requests\";r=0;t=41");
		Problem refused = refused("192.0.2.1");
		assertThat(refused.getHeaders().getFirst("Retry-After")).isEqualTo("41");
		assertThat(refused.getBody().getProperties()).containsEntry("violated-policies", List.of("requests"));
		assertThat(take("192.0.2.2")).isEqualTo("\"requests\";r=2;t=60");
		this.clock.advance(Duration.ofMillis(40_499));
		refused("192.0.2.1");
		this.clock.advance(Duration.ofMillis(1));
		assertThat(take("192.0.2.1")).isEqualTo("\"requests\";r=2;t=60");
	}

	/** Within two periods that touch, whatever the times are. */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void noClientGetsMoreThanItsQuotaInAPeriod(long seed) {
		Random random = new Random(seed);
		int granted = 0;
		long begin = 0;
		for (int i = 0; i < 1_000; i++) {
			this.clock.advance(Duration.ofMillis(random.nextInt(30_000)));
			if (this.clock.nanos - begin >= Duration.ofSeconds(60).toNanos()) {
				assertThat(granted).isLessThanOrEqualTo(2 * 3);
				granted = 0;
				begin = this.clock.nanos;
			}
			try {
				take("192.0.2.1");
				granted++;
			}
			catch (Problem ex) {
				// Counted by not being granted.
			}
		}
	}

	@Test
	void aClientThatChangesItsAddressDoesNotMakeOthersForgotten() {
		for (int i = 0; i < 3; i++) {
			take("192.0.2.1");
		}
		Quota quota = Quota.ofPeriods(3, new RateLimitProperties(3, 0, Duration.ofMinutes(1), MAX_CLIENTS), this.clock);
		for (int i = 0; i < 10_000; i++) {
			quota.of("client " + i).tryConsume(1);
			if (i % 10 == 0) {
				quota.of("busy").tryConsume(1);
			}
		}
		assertThat(quota.clients()).isLessThanOrEqualTo(MAX_CLIENTS);
		assertThat(quota.of("busy").getAvailableTokens()).isZero();
		refused("192.0.2.1");
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1", "2001:db8:1:2:3:4:5:6, 20010db800010002", "2001:db8:1:2::9, 20010db800010002",
			"2001:db8:1:2:3:4:5:6%no0, 20010db800010002", "::ffff:192.0.2.1, ::ffff:192.0.2.1",
			"unknown.example, unknown.example", "a:b, a:b" })
	void oneNetworkIsOneClient(String remote, String client) {
		assertThat(Client.address(remote)).isEqualTo(client);
	}

	@Test
	void whatAProxySaysIsBounded() {
		MockHttpServletRequest request = request("x".repeat(8_000));
		assertThat(Client.of(request)).hasSize(255);
	}

	@Test
	void importsArePaidLineByLineOrAfterwards() {
		ImportQuota quota = this.limits.beginImport(request("192.0.2.1"));
		for (int i = 0; i < 10; i++) {
			assertThat(quota.takeLine()).isZero();
		}
		assertThat(quota.takeLine()).isEqualTo(Duration.ofSeconds(6));
		this.clock.advance(Duration.ofSeconds(6));
		assertThat(quota.takeLine()).isZero();
		// Used up is not owed.
		ImportQuota whole = this.limits.beginImport(request("192.0.2.1"));
		whole.oweLines(20);
		Problem refused = catchThrowableOfType(Problem.class, () -> this.limits.beginImport(request("192.0.2.1")));
		assertThat(refused.getStatusCode().value()).isEqualTo(429);
		assertThat(refused.getHeaders().getFirst("Retry-After")).isEqualTo("126");
		assertThatNoException().isThrownBy(() -> this.limits.beginImport(request("192.0.2.2")));
		this.clock.advance(Duration.ofSeconds(126));
		assertThat(this.limits.beginImport(request("192.0.2.1")).takeLine()).isZero();
	}

	@Test
	void withoutALimitNothingIsSaid() {
		MockHttpServletResponse response = new MockHttpServletResponse();
		limits(0, 0).take(request("192.0.2.1"), response);
		assertThat(response.getHeaderNames()).isEmpty();
		ImportQuota quota = limits(0, 0).beginImport(request("192.0.2.1"));
		quota.oweLines(Long.MAX_VALUE);
		assertThat(quota.takeLine()).isZero();
	}

	private String take(String address) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.limits.take(request(address), response);
		assertThat(response.getHeader("RateLimit-Policy")).isEqualTo("\"requests\";q=3;w=60");
		return response.getHeader("RateLimit");
	}

	private Problem refused(String address) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		Problem refused = catchThrowableOfType(Problem.class, () -> this.limits.take(request(address), response));
		assertThat(refused.getStatusCode().value()).isEqualTo(429);
		assertThat(response.getHeader("RateLimit")).startsWith("\"requests\";r=0;t=");
		return refused;
	}

	private static MockHttpServletRequest request(String address) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(address);
		return request;
	}

	private static final class Clock implements TimeMeter {

		private long nanos;

		void advance(Duration time) {
			this.nanos += time.toNanos();
		}

		@Override
		public long currentTimeNanos() {
			return this.nanos;
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
