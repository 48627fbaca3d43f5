/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Measures the registrations that wait for their outcome, without those of imports.
 */
final class GatewayMeters {

	/** From what is usual to the default reply timeout. */
	private static final Duration[] BUCKETS = { Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5),
			Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(100),
			Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2),
			Duration.ofSeconds(5) };

	private final Timer latency;

	private final Map<Reason, Counter> unavailable = new EnumMap<>(Reason.class);

	GatewayMeters(MeterRegistry meters) {
		this.latency = Timer.builder("registration.latency")
			.description("Time from sending a registration's command until its outcome")
			.serviceLevelObjectives(BUCKETS)
			// For the status of the service, over the last minute; Prometheus has the
			// buckets.
			.publishPercentiles(0.5, 0.95, 0.99)
			.percentilePrecision(2)
			.distributionStatisticExpiry(Duration.ofMinutes(1))
			.register(meters);
		for (Reason reason : Reason.values()) {
			this.unavailable.put(reason,
					Counter.builder("registration.unavailable")
						.tag("reason", reason.name().toLowerCase(Locale.ROOT))
						.description("Registrations whose outcome stayed unknown")
						.register(meters));
		}
	}

	/**
	 * Records a registration that was sent.
	 * @param start when, by {@link System#nanoTime()}
	 * @param failure null if its outcome is known
	 */
	void ended(long start, @Nullable Throwable failure) {
		this.latency.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
		if (failure instanceof RegistrationUnavailableException ex) {
			unavailable(ex.reason());
		}
	}

	void unavailable(Reason reason) {
		Counter counter = this.unavailable.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

}
