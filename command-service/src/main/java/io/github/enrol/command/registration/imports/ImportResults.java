/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;

import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.http.problems.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Takes the results of an import, in line order.
 */
interface ImportResults {

	/**
	 * Takes the user of a line.
	 * @param repeated whether an earlier attempt of the same line registered it
	 */
	void registered(long line, RegistrationReply reply, boolean repeated) throws IOException;

	/**
	 * Takes why there is no user, or why the outcome is unknown.
	 */
	void problem(long line, Problem problem) throws IOException;

	/**
	 * Called before a wait for further results.
	 */
	void flush() throws IOException;

	/**
	 * Takes the end.
	 * @param problem why not all lines have a result; null if they have
	 */
	void end(@Nullable Problem problem) throws IOException;

}
