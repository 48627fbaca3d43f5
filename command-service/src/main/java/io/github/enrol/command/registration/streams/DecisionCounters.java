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

	private final Outcome registered;

	private final Outcome erased;

	private final Outcome repeated;

	private final Map<Reason, Outcome> rejected = new EnumMap<>(Reason.class);

	DecisionCounters(MeterRegistry meters) {
		this.registered = outcome("registered", meters);
		this.erased = outcome("erased", meters);
		this.repeated = outcome("repeated", meters);
		for (Reason reason : Reason.values()) {
			this.rejected.put(reason, outcome(reason.name().toLowerCase(Locale.ROOT), meters));
		}
	}

	private static Outcome outcome(String name, MeterRegistry meters) {
		return new Outcome(name,
				Counter.builder("registration.commands")
					.tag("outcome", name)
					.description("Commands that this instance has decided")
					.register(meters));
	}

	/**
	 * Counts a decision.
	 * @return the name of its outcome
	 */
	String count(RegistrationDecision decision) {
		Outcome outcome = decision.fold((accepted) -> this.registered, (erasure) -> this.erased,
				(repetition) -> this.repeated,
				(rejection) -> Objects.requireNonNull(this.rejected.get(rejection.reason())));
		outcome.decisions.increment();
		return outcome.name;
	}

	private record Outcome(String name, Counter decisions) {
	}

}
