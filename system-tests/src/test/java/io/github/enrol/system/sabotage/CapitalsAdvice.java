/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.sabotage;

import java.util.Locale;

import io.github.enrol.command.registration.RegistrationDecision;
import io.github.enrol.command.registration.RegistrationDecision.Accepted;
import io.github.enrol.command.registration.gateway.DecisionRules;
import io.github.enrol.events.UserRegistered;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Woven into the end of the method: by the second version of the rules, names are in
 * capitals.
 */
final class CapitalsAdvice {

	private CapitalsAdvice() {
	}

	@Advice.OnMethodExit
	static void exit(@Advice.Argument(0) Record<?, ?> command,
			@Advice.Return(readOnly = false) RegistrationDecision decision) {
		if (decision instanceof Accepted && DecisionRules.version(command.headers()) == 2) {
			UserRegistered event = ((Accepted) decision).event();
			decision = new Accepted(new UserRegistered(event.userId(), event.username().toUpperCase(Locale.ROOT),
					event.email(), event.registeredAt()));
		}
	}

}
