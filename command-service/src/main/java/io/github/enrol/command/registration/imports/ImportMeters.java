/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.http.problems.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Measures the imports of this instance.
 */
@Component
final class ImportMeters {

	private final Map<LineResult, Counter> lines = new EnumMap<>(LineResult.class);

	ImportMeters(MeterRegistry meters, RunningImports running, ImportStore store) {
		Gauge.builder("registration.imports.running", running, RunningImports::placesTaken)
			.description("Imports that run")
			.register(meters);
		Gauge.builder("registration.imports.unfinished", store, (kept) -> kept.unfinished().size())
			.description("Imports in the background that have not ended, whether they run or not")
			.register(meters);
		Gauge
			.builder("registration.imports.lines.left", store,
					(kept) -> kept.unfinished()
						.stream()
						.mapToLong((one) -> Math.max(0, one.request().lines() - one.progress().line()))
						.sum())
			.description("Lines of these without a result")
			.register(meters);
		for (LineResult result : LineResult.values()) {
			this.lines.put(result,
					Counter.builder("registration.import.lines")
						.tag("result", result.name().toLowerCase(Locale.ROOT))
						.description("Lines that imports have read, with their result")
						.register(meters));
		}
	}

	/**
	 * Returns the same results, counted.
	 */
	ImportResults counted(ImportResults results) {
		return new ImportResults() {

			@Override
			public void registered(long line, RegistrationReply reply, boolean repeated) throws IOException {
				count(repeated ? LineResult.REPEATED : LineResult.REGISTERED);
				results.registered(line, reply, repeated);
			}

			@Override
			public void problem(long line, Problem problem) throws IOException {
				count(LineResult.of(problem));
				results.problem(line, problem);
			}

			@Override
			public void flush() throws IOException {
				results.flush();
			}

			@Override
			public void end(@Nullable Problem problem) throws IOException {
				results.end(problem);
			}

		};
	}

	private void count(LineResult result) {
		Objects.requireNonNull(this.lines.get(result)).increment();
	}

}
