/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Says in a line each what has started, and how long it took.
 */
final class Stages {

	private final Consumer<String> lines;

	Stages(Consumer<String> lines) {
		this.lines = lines;
	}

	Runnable timed(String stage, Runnable start) {
		return () -> {
			long begin = System.nanoTime();
			start.run();
			this.lines.accept(String.format(Locale.ROOT, "  %-22s %6.1f s", stage, (System.nanoTime() - begin) / 1e9));
		};
	}

}
