/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of the processors that a process may not exceed, as if it had a smaller machine
 * for itself: a control group (version 1), so for root on Linux alone.
 */
final class ProcessorShare implements AutoCloseable {

	private static final Path GROUPS = Path.of("/sys/fs/cgroup/cpu");

	private static final String MEMBERS = "cgroup.procs";

	/** Short, so that a process that has used up its part is not away for long. */
	private static final int PERIOD_MICROS = 5_000;

	private final long process;

	private final Path group;

	/**
	 * Limits a process.
	 * @param processors the most that it may use on average, such as 0.3
	 */
	ProcessorShare(ProcessHandle process, double processors) {
		this.process = process.pid();
		this.group = GROUPS.resolve("enrol-" + this.process);
		try {
			Files.createDirectory(this.group);
			write(this.group, "cpu.cfs_period_us", PERIOD_MICROS);
			write(this.group, "cpu.cfs_quota_us", Math.round(processors * PERIOD_MICROS));
			write(this.group, MEMBERS, this.process);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Limiting processors needs control groups of version 1, and root", ex);
		}
	}

	private static void write(Path group, String file, long value) throws IOException {
		Files.writeString(group.resolve(file), Long.toString(value));
	}

	@Override
	public void close() {
		try {
			write(GROUPS, MEMBERS, this.process);
			Files.delete(this.group);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
