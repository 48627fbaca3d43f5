/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import static io.github.enrol.http.configuration.PropertyChecks.requireAtLeast;
import static io.github.enrol.http.configuration.PropertyChecks.requireBetween;

/**
 * Imports that go on without their caller, under {@code registration}.
 *
 * @param importDirectory where their bodies, progress and reports are kept; of this
 * instance alone
 * @param importMaxSize of a body, without its content coding; at least 1 kB
 * @param importRetention how long an ended import is kept; 1 min to 365 days
 * @param maxKeptImports how many imports are kept; the one that ended first makes room;
 * at least 1
 */
@ConfigurationProperties("registration")
record BackgroundImportProperties(Path importDirectory, @DefaultValue("256MB") DataSize importMaxSize,
		@DefaultValue("1d") Duration importRetention, @DefaultValue("100") int maxKeptImports) {

	BackgroundImportProperties {
		requireAtLeast("registration.import-max-size", importMaxSize, "1KB");
		requireBetween("registration.import-retention", importRetention, "1m", "365d");
		requireAtLeast("registration.max-kept-imports", maxKeptImports, 1);
	}

}
