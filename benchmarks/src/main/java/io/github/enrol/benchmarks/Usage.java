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
 * What a process uses. Resident memory is read from {@code /proc}, so on Linux alone.
 */
final class Usage {

	private Usage() {
	}

	/**
	 * Resident memory, shared pages included.
	 * @return MiB
	 */
	static double residentMiB(ProcessHandle process) {
		return read(process, "status").lines()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToDouble((line) -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
			.findFirst()
			.orElse(0);
	}

	/**
	 * Page faults since its start that had to wait for the disk, as {@code proc(5)}
	 * counts them.
	 */
	static long majorFaults(ProcessHandle process) {
		String state = read(process, "stat");
		// The name in parentheses may have spaces.
		return Long.parseLong(state.substring(state.lastIndexOf(')') + 2).split(" ")[9]);
	}

	/**
	 * Processor time since its start.
	 */
	static double processorSeconds(ProcessHandle process) {
		return process.info().totalCpuDuration().map((time) -> time.toNanos() / 1e9).orElse(0.0);
	}

	private static String read(ProcessHandle process, String file) {
		try {
			return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
