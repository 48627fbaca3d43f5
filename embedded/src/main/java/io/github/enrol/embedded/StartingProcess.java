/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.IOException;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * The process that a start waits for. If another thread ends it, the start ends too.
 */
final class StartingProcess {

	private @Nullable Process process;

	private boolean cancelled;

	/**
	 * Starts a process, with nothing to read from us.
	 * @throws CancellationException if the start is cancelled
	 */
	synchronized Process run(ProcessBuilder builder) throws IOException {
		requireNotCancelled();
		this.process = builder.redirectErrorStream(true).start();
		this.process.getOutputStream().close();
		return this.process;
	}

	/**
	 * Keeps the process: it is started.
	 * @throws CancellationException if the start is cancelled
	 */
	synchronized void keep() {
		requireNotCancelled();
		this.process = null;
	}

	/**
	 * Kills the process, if it is not kept, and prevents others.
	 */
	synchronized void cancel() {
		this.cancelled = true;
		kill();
	}

	synchronized void kill() {
		if (this.process != null) {
			this.process.descendants().forEach(ProcessHandle::destroyForcibly);
			this.process.destroyForcibly();
		}
	}

	synchronized void requireNotCancelled() {
		if (this.cancelled) {
			throw new CancellationException("The database is closed");
		}
	}

}
