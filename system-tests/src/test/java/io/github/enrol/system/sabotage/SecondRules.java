/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.sabotage;

import java.lang.instrument.Instrumentation;
import java.util.List;

/**
 * The Java agent that makes a command-service a later build, which knows a second version
 * of the decision rules: names are in capitals.
 */
public final class SecondRules {

	private SecondRules() {
	}

	/**
	 * Called by the JVM.
	 */
	public static void premain(String none, Instrumentation instrumentation) {
		Saboteur.weave(instrumentation, "io.github.enrol.command.registration.gateway.DecisionRules", "newest",
				"io.github.enrol.system.sabotage.SecondVersionAdvice");
		Saboteur.weave(instrumentation, "io.github.enrol.command.registration.streams.RegistrationProcessor", "decide",
				"io.github.enrol.system.sabotage.CapitalsAdvice");
	}

	/**
	 * Returns the option of {@code java} that makes a process the later build.
	 */
	public static String javaOption() {
		return "-javaagent:" + Saboteur.jar("second-rules", SecondRules.class,
				List.of("SecondRules", "Saboteur", "SecondVersionAdvice", "CapitalsAdvice"));
	}

}
