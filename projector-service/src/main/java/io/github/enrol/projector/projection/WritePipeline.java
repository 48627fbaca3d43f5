/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.Collections;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Batches on their way into the database. One begins when those before it are written
 * that share a partition with it; if one of them fails, it is not tried. Batches that
 * share no partition are written side by side, so that the database has something to do
 * while another one is sent or committed.
 * <p>
 * It is used by one thread, except for {@link #abandonAfter}.
 */
final class WritePipeline {

	private final Executor executor;

	/** In the order in which they were read. */
	private final Deque<Write> writes = new ConcurrentLinkedDeque<>();

	private volatile @Nullable Duration grace;

	WritePipeline(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Begins to write a batch, or has it begin later.
	 * @param partitions those that the batch moves
	 */
	void write(Set<Integer> partitions, Runnable batch) {
		CompletableFuture<?>[] before = this.writes.stream()
			.filter((write) -> !Collections.disjoint(write.partitions, partitions))
			.map(Write::end)
			.toArray(CompletableFuture[]::new);
		Write write = new Write(partitions, CompletableFuture.allOf(before).thenRunAsync(batch, this.executor));
		this.writes.add(write);
		write.abandonAfter(this.grace);
	}

	/**
	 * Waits until at most that many batches are on their way.
	 * @throws RuntimeException with which one of them failed
	 */
	void awaitWritten(int left) {
		try {
			while (this.writes.size() > left) {
				this.writes.getFirst().end.join();
				this.writes.removeFirst();
			}
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : ex;
		}
	}

	/**
	 * Waits until nothing is being written. Failures are left for {@link #awaitWritten}.
	 */
	void awaitEnd() {
		this.writes.forEach((write) -> write.end.handle((done, failure) -> done).join());
	}

	/**
	 * Waits until nothing is being written, and forgets what was written and what failed.
	 */
	void clear() {
		awaitEnd();
		this.writes.clear();
	}

	/**
	 * From now on a batch that takes longer counts as failed. Its transaction may still
	 * commit; since it moves the cursor by compare-and-set, this does no harm.
	 */
	void abandonAfter(Duration grace) {
		this.grace = grace;
		this.writes.forEach((write) -> write.abandonAfter(grace));
	}

	private record Write(Set<Integer> partitions, CompletableFuture<Void> end) {

		void abandonAfter(@Nullable Duration grace) {
			if (grace != null) {
				this.end.orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS);
			}
		}

	}

}
