/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The lines between the reading and the writing thread. Each line occupies a place from
 * before it is read until its result is written, so reading never outruns writing.
 */
final class ImportWindow {

	private final int size;

	private final Semaphore places;

	/** An empty element marks the end. */
	private final BlockingQueue<Optional<ImportLine>> lines = new LinkedBlockingQueue<>();

	/** Guarded by this. */
	private boolean ended;

	ImportWindow(int size) {
		this.size = size;
		this.places = new Semaphore(size);
	}

	/**
	 * Waits for a place for the next line.
	 */
	void awaitPlace() {
		this.places.acquireUninterruptibly();
	}

	/**
	 * Adds a line, unless the end was reached.
	 * @param line not called after the end, so that its side effects do not happen
	 * @return whether the line was added
	 */
	synchronized boolean add(Supplier<ImportLine> line) {
		if (!this.ended) {
			this.lines.add(Optional.of(line.get()));
		}
		return !this.ended;
	}

	/**
	 * Admits no further lines, so that the response can end even if the caller neither
	 * sends nor ends its request.
	 */
	synchronized void end() {
		if (!this.ended) {
			this.ended = true;
			this.lines.add(Optional.empty());
		}
	}

	/**
	 * Waits for the next line, which keeps its place.
	 * @return empty at the end
	 */
	Optional<ImportLine> take() throws InterruptedException {
		return this.lines.take();
	}

	void freePlace() {
		this.places.release();
	}

	boolean isEmpty() {
		return this.lines.isEmpty();
	}

	/**
	 * Visits the lines that have not been taken, in order.
	 */
	void forEach(Consumer<ImportLine> action) {
		this.lines.forEach((line) -> line.ifPresent(action));
	}

	/**
	 * Ends, and releases a thread that waits for a place.
	 */
	void abandon() {
		end();
		this.places.release(this.size);
	}

}
