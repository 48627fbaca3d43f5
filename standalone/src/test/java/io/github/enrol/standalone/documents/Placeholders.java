/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.documents;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What differs from run to run. Addresses, ids and tokens are bound: one of the documents
 * stands for the one that the run shows in its place first, and then for no other, in
 * outputs and in commands.
 */
final class Placeholders {

	private static final Pattern ALL = Pattern.compile(Arrays.stream(Kind.values())
		.map((kind) -> "(?<%s>%s)".formatted(kind.name(), kind.documented))
		.collect(Collectors.joining("|")));

	private final Map<String, String> values = new LinkedHashMap<>();

	void bind(String placeholder, String value) {
		this.values.put(placeholder, value);
	}

	/**
	 * Returns the command with the values of this run.
	 */
	String resolve(String command) {
		return ALL.matcher(command)
			.replaceAll((match) -> Matcher.quoteReplacement(this.values.getOrDefault(match.group(), match.group())));
	}

	/**
	 * Returns the text with the documents' addresses in place of the run's.
	 */
	String restoreAddresses(String text) {
		String restored = text;
		for (Map.Entry<String, String> value : this.values.entrySet()) {
			if (value.getKey().matches(Kind.ADDRESS.documented)) {
				restored = restored.replace(value.getValue(), value.getKey());
			}
		}
		return restored;
	}

	/**
	 * Whether the output is as documented. If so, what it shows first is bound.
	 */
	boolean matches(String documented, String output) {
		Map<String, String> groups = new HashMap<>();
		StringBuilder pattern = new StringBuilder();
		Matcher found = ALL.matcher(documented);
		int end = 0;
		while (found.find()) {
			pattern.append(Pattern.quote(documented.substring(end, found.start())));
			pattern.append(patternOf(found.group(), Kind.of(found), groups));
			end = found.end();
		}
		pattern.append(Pattern.quote(documented.substring(end)));
		Matcher actual = Pattern.compile(pattern.toString()).matcher(output);
		boolean matches = actual.matches();
		if (matches) {
			groups.forEach((placeholder, group) -> bind(placeholder, actual.group(group)));
		}
		return matches;
	}

	private String patternOf(String placeholder, Kind kind, Map<String, String> groups) {
		if (!kind.bound) {
			return kind.run;
		}
		if (this.values.containsKey(placeholder)) {
			return Pattern.quote(this.values.get(placeholder));
		}
		if (groups.containsKey(placeholder)) {
			return "\\k<" + groups.get(placeholder) + ">";
		}
		groups.put(placeholder, "bound" + groups.size());
		return "(?<" + groups.get(placeholder) + ">" + kind.run + ")";
	}

	private enum Kind {

		ADDRESS("\\b127\\.0\\.0\\.1:\\d{4,5}\\b", true),

		/** A ULID. */
		ID("\\b[0-7][0-9A-HJKMNP-TV-Z]{25}\\b", true),

		REQUEST("\\b[0-9a-f]{32}\\b", false),

		/** A consistency token. */
		TOKEN("\\bat=[\\w-]+", true),

		TIME("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z", false),

		DATE("\\b\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT", false),

		/** Right-aligned in tables. */
		DURATION(" +\\d+(?:\\.\\d+)? m?s\\b", false),

		/** Any lines. */
		LINES("(?m:^…$\\n?)", "(?s:.*?)"),

		/** Anything within a line. */
		ANYTHING("…", ".*?");

		private final String documented;

		private final String run;

		private final boolean bound;

		Kind(String pattern, boolean bound) {
			this.documented = pattern;
			this.run = pattern;
			this.bound = bound;
		}

		Kind(String documented, String run) {
			this.documented = documented;
			this.run = run;
			this.bound = false;
		}

		static Kind of(Matcher found) {
			return Arrays.stream(values()).filter((kind) -> found.group(kind.name()) != null).findFirst().orElseThrow();
		}

	}

}
