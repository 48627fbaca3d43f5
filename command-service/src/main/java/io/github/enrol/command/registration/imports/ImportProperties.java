/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireAtLeast;
import static io.github.enrol.http.configuration.PropertyChecks.requireBetween;

/**
 * Limits of imports, under {@code registration}.
 *
 * @param maxImports how many imports may run concurrently; further ones are answered 503
 * at once; at least 1
 * @param importWindow how many lines of an import may wait for their outcome, or for the
 * caller to read their results, before reading pauses; 1 to 100,000
 * @param importLineTimeout how long a line without an outcome is retried before the
 * import ends; 0 to 1 h
 * @param importIdleTimeout how long the next non-blank line may take to arrive, or
 * results to be read, before the import ends; 100 ms to 1 h
 */
@ConfigurationProperties("registration")
record ImportProperties(@DefaultValue("2") int maxImports, @DefaultValue("4096") int importWindow,
		@DefaultValue("60s") Duration importLineTimeout, @DefaultValue("30s") Duration importIdleTimeout) {

	ImportProperties {
		requireAtLeast("registration.max-imports", maxImports, 1);
		requireBetween("registration.import-window", importWindow, 1, 100_000);
		requireBetween("registration.import-line-timeout", importLineTimeout, "0s", "1h");
		requireBetween("registration.import-idle-timeout", importIdleTimeout, "100ms", "1h");
	}

}
