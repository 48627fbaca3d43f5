/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Pseudo-random choices, determined by a seed.
 */
final class Choices {

	private final RandomGenerator random;

	Choices(long seed) {
		this.random = new SplittableRandom(seed);
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

	boolean oneIn(int times) {
		return below(times) == 0;
	}

	String of(String... options) {
		return options[below(options.length)];
	}

	/**
	 * Returns random bytes, up to the given number.
	 */
	String bytes(int max) {
		return this.random.ints(below(max + 1), 0, 256).mapToObj(Character::toString).collect(Collectors.joining());
	}

	/**
	 * Returns the text with one to four mutations.
	 */
	String mutated(String text) {
		StringBuilder mutated = new StringBuilder(text);
		for (int i = below(4); i >= 0 && !mutated.isEmpty(); i--) {
			int start = below(mutated.length());
			int end = start + below(Math.min(20, mutated.length() - start) + 1);
			switch (below(4)) {
				case 0 -> mutated.delete(start, end);
				case 1 -> mutated.insert(start, mutated.substring(start, end));
				case 2 -> mutated.setCharAt(start, (char) below(256));
				default -> mutated.insert(start, of("\"", "\\", "{", "}", "[", "]", ",", ":", "\0", "'", "0", "\n"));
			}
		}
		return mutated.toString();
	}

	/**
	 * Returns the text in UTF-8, one character per byte, like all texts here.
	 */
	static String utf8(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

}
