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
 * Batches being written to the database. A batch starts once the earlier batches that
 * share a partition with it are written; if one of them fails, the batch is not
 * attempted. Batches without a common partition are written concurrently, so that the
 * database is busy while another batch is sent or committed.
 * <p>
 * Confined to one thread, except for {@link #abandonAfter}.
 */
final class WritePipeline {

	private final Executor executor;

	/** In read order. */
	private final Deque<Write> writes = new ConcurrentLinkedDeque<>();

	private volatile @Nullable Duration grace;

	WritePipeline(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Starts writing a batch, or queues it.
	 * @param partitions the partitions that the batch moves
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
	 * Waits until at most the given number of batches is pending.
	 * @throws RuntimeException the failure of a batch
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
	 * Waits until no batch is being written. Failures are reported by
	 * {@link #awaitWritten}.
	 */
	void awaitEnd() {
		this.writes.forEach((write) -> write.end.handle((done, failure) -> done).join());
	}

	/**
	 * Waits until no batch is being written, then discards results and failures.
	 */
	void clear() {
		awaitEnd();
		this.writes.clear();
	}

	/**
	 * From now on, a batch that takes longer counts as failed. Its transaction may still
	 * commit, which does no harm: the cursor moves by compare-and-set.
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
