/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

/**
 * A command is to be decided by rules that this build does not know. Nothing is wrong
 * with the command: it waits for a newer build, and so does every command behind it.
 */
public final class UnknownRulesException extends RuntimeException {

	UnknownRulesException(int version) {
		super("to be decided by version " + version + " of the rules, and this build knows those up to "
				+ DecisionRules.newest());
	}

}
