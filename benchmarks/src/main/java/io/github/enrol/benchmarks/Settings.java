/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What can be set by system properties, and what it was set to.
 */
final class Settings {

	private static final Map<String, String> USED = new TreeMap<>();

	private Settings() {
	}

	static String text(String name, String standard) {
		String value = System.getProperty(name, standard);
		USED.put(name, value);
		return value;
	}

	static int number(String name, int standard) {
		return Integer.parseInt(text(name, Integer.toString(standard)));
	}

	/**
	 * Whole numbers, separated by commas.
	 */
	static List<Integer> numbers(String name, String standard) {
		return Arrays.stream(text(name, standard).split(",")).map(Integer::valueOf).toList();
	}

	static List<String> texts(String name, String standard) {
		return List.of(text(name, standard).split(","));
	}

	static boolean flag(String name, boolean standard) {
		return Boolean.parseBoolean(text(name, Boolean.toString(standard)));
	}

	static Duration seconds(String name, int standard) {
		return Duration.ofSeconds(number(name, standard));
	}

	/**
	 * All that were asked for until now.
	 */
	static Map<String, String> used() {
		return USED;
	}

}
