/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A violation, with the shortest history that shows it.
 *
 * @param rule the broken rule
 * @param evidence the attempts and users that show it
 */
public record Violation(String rule, List<?> evidence) {

	@Override
	public String toString() {
		return this.rule + this.evidence.stream().map((line) -> "\n    " + line).collect(Collectors.joining());
	}

}
