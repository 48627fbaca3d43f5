/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.util.concurrent.TimeUnit;

/**
 * The Maven whose {@code spring-boot:run} started this process, if it was one.
 */
final class MavenParent {

	/** As spring-boot:run understands it: no failure. */
	private static final int INTERRUPTED = 130;

	private static final int TIMEOUT_SECONDS = 5;

	private MavenParent() {
	}

	/**
	 * Ends Maven, and with it this process, because Maven would report the failure of
	 * this process in a dozen lines of its own, and bury the reason. Its exit code is 143
	 * then. Returns if there is no such Maven.
	 */
	static void end() {
		if (Boolean.getBoolean("enrol.run-by-maven")) {
			// Maven ends this process before itself, and reports any other exit code.
			Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(INTERRUPTED)));
			ProcessHandle.current()
				.parent()
				.filter(ProcessHandle::destroy)
				.ifPresent(
						(maven) -> maven.onExit().completeOnTimeout(maven, TIMEOUT_SECONDS, TimeUnit.SECONDS).join());
		}
	}

}
