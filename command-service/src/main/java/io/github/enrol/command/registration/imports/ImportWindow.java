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
 * The lines between the thread that reads them and the one that writes their results. A
 * line has a place in it from before it is read until its result is written, so no more
 * is read than is taken.
 */
final class ImportWindow {

	private final int size;

	private final Semaphore places;

	/** Empty is the end. */
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
	 * Adds a line, unless the end has come.
	 * @param line not asked for after the end, so what it does has not been done
	 * @return whether the line was added
	 */
	synchronized boolean add(Supplier<ImportLine> line) {
		if (!this.ended) {
			this.lines.add(Optional.of(line.get()));
		}
		return !this.ended;
	}

	/**
	 * Lets no further line in, so that the response can end even if the caller neither
	 * sends nor ends its request.
	 */
	synchronized void end() {
		if (!this.ended) {
			this.ended = true;
			this.lines.add(Optional.empty());
		}
	}

	/**
	 * Waits for the next line. Its place stays taken.
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
	 * The lines that have not been taken, in their order.
	 */
	void forEach(Consumer<ImportLine> action) {
		this.lines.forEach((line) -> line.ifPresent(action));
	}

	/**
	 * Ends, and frees a thread that waits for a place.
	 */
	void abandon() {
		end();
		this.places.release(this.size);
	}

}
