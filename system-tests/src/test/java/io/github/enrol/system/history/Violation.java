/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What must not happen, with the shortest history that shows it.
 *
 * @param rule the rule that is broken
 * @param evidence the attempts and users that show it
 */
public record Violation(String rule, List<?> evidence) {

	@Override
	public String toString() {
		return this.rule + this.evidence.stream().map((line) -> "\n    " + line).collect(Collectors.joining());
	}

}
