/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.enrol.command.registration.RegistrationDecision;
import io.github.enrol.command.registration.RegistrationDecision.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What this instance has decided. A command that is decided again after a failure counts
 * again.
 */
final class DecisionCounters {

	private final Counter registered;

	private final Counter repeated;

	private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);

	DecisionCounters(MeterRegistry meters) {
		this.registered = counter("registered", meters);
		this.repeated = counter("repeated", meters);
		for (Reason reason : Reason.values()) {
			this.rejected.put(reason, counter(reason.name().toLowerCase(Locale.ROOT), meters));
		}
	}

	private static Counter counter(String outcome, MeterRegistry meters) {
		return Counter.builder("registration.commands")
			.tag("outcome", outcome)
			.description("Commands that this instance has decided")
			.register(meters);
	}

	void count(RegistrationDecision decision) {
		decision
			.fold((accepted) -> this.registered, (repetition) -> this.repeated,
					(rejection) -> Objects.requireNonNull(this.rejected.get(rejection.reason())))
			.increment();
	}

}
