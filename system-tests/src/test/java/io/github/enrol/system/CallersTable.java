/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.enrol.system.Probe.Seen;
import io.github.enrol.system.Probe.View;

/**
 * What callers saw of each event: a line of {@code callers.csv} for each time, and the
 * worst of all times as a table, {@code callers.md}.
 */
final class CallersTable {

	private final Map<String, List<Seen>> seen = new LinkedHashMap<>();

	void add(String event, Duration took, Seen seen) {
		this.seen.computeIfAbsent(event, (key) -> new ArrayList<>()).add(seen);
		Results.append("callers.csv",
				"event,seconds,registrations,failed registrations,silent for ms,queries,failed queries,silent for ms",
				event, took.toSeconds(), seen.registrations().requests(), seen.registrations().failed(),
				seen.registrations().silence().toMillis(), seen.queries().requests(), seen.queries().failed(),
				seen.queries().silence().toMillis());
	}

	void write() {
		StringBuilder table = new StringBuilder("""
				| Event | times | registrations silent, longest | failed | queries silent, longest | failed |
				|---|---|---|---|---|---|
				""");
		this.seen.forEach((event, times) -> table.append("| %s | %d | %s | %s |%n".formatted(event, times.size(),
				columns(times, Seen::registrations), columns(times, Seen::queries))));
		Results.write("callers.md", table.toString());
	}

	private static String columns(Collection<Seen> times, Function<Seen, View> kind) {
		Duration silence = times.stream()
			.map((seen) -> kind.apply(seen).silence())
			.max(Duration::compareTo)
			.orElseThrow();
		return "%.1f s | %d of %d".formatted(silence.toMillis() / 1000.0,
				times.stream().mapToInt((seen) -> kind.apply(seen).failed()).sum(),
				times.stream().mapToInt((seen) -> kind.apply(seen).requests()).sum());
	}

}
