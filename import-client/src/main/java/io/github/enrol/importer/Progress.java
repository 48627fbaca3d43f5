/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Says how far the import is: now and then, and at its end.
 */
final class Progress {

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	private final PrintStream out;

	private final boolean terminal;

	private final long size;

	private final long start = System.nanoTime();

	private long shown = this.start;

	private long lines;

	private long registered;

	/**
	 * Starts the clock.
	 * @param terminal whether a line can be written over
	 * @param size of the content, in bytes; 0 if it is not known
	 */
	Progress(PrintStream out, boolean terminal, long size) {
		this.out = out;
		this.terminal = terminal;
		this.size = size;
	}

	void add(boolean registered) {
		this.lines++;
		this.registered += registered ? 1 : 0;
	}

	/**
	 * Shows the progress, unless it was shown just before.
	 * @param done how much of the content has its results, in bytes
	 */
	void show(long done) {
		long now = System.nanoTime();
		if (now - this.shown < (this.terminal ? 1 : 10) * NANOS_PER_SECOND) {
			return;
		}
		this.shown = now;
		double seconds = (double) (now - this.start) / NANOS_PER_SECOND;
		String share = "";
		if (this.size > 0 && done > 0) {
			long left = Math.round(seconds * Math.max(this.size - done, 0) / done);
			share = format(" (%d %%, %d:%02d left)", 100 * Math.min(done, this.size) / this.size, left / 60, left % 60);
		}
		write(format("%,d lines%s, %,.0f a second: %s", this.lines, share, this.lines / seconds, counts()),
				this.terminal ? "  \r" : System.lineSeparator());
	}

	/**
	 * Reports a wait.
	 */
	void say(String message) {
		write(message, System.lineSeparator());
	}

	void end() {
		double seconds = (double) (System.nanoTime() - this.start) / NANOS_PER_SECOND;
		write(format("%,d lines in %.1f s: %s", this.lines, seconds, counts()), System.lineSeparator());
	}

	boolean isAllRegistered() {
		return this.registered == this.lines;
	}

	private String counts() {
		return format("%,d registered, %,d not", this.registered, this.lines - this.registered);
	}

	private static String format(String format, Object... arguments) {
		return String.format(Locale.ROOT, format, arguments);
	}

	private void write(String text, String end) {
		this.out.print(text + end);
		this.out.flush();
	}

}
