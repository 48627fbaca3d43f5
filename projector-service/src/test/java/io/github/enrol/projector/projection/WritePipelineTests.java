/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The order of writes and the effect of a failure. Started writes end when the test ends
 * them.
 */
@Timeout(10)
class WritePipelineTests {

	private final Deque<Runnable> begun = new ArrayDeque<>();

	private final List<String> written = new ArrayList<>();

	private final WritePipeline pipeline = new WritePipeline(this.begun::add);

	@Test
	void batchesOfOnePartitionAreWrittenInTurn() {
		write("first", 0, 1);
		write("second", 1, 2);
		assertThat(this.begun).hasSize(1);
		endOne();
		assertThat(this.begun).hasSize(1);
		endOne();
		assertThat(this.written).containsExactly("first", "second");
		this.pipeline.awaitWritten(0);
	}

	@Test
	void batchesThatShareNoPartitionAreWrittenSideBySide() {
		write("first", 0);
		write("second", 1);
		assertThat(this.begun).hasSize(2);
		this.begun.removeLast().run();
		assertThat(this.written).containsExactly("second");
	}

	@Test
	void waitsNoLongerThanNeeded() {
		write("first", 0);
		write("second", 1);
		this.pipeline.awaitWritten(2);
		endOne();
		this.pipeline.awaitWritten(1);
		endOne();
		this.pipeline.awaitWritten(0);
	}

	@Test
	void batchesBehindAFailureInTheirPartitionAreNotAttempted() {
		IllegalStateException failure = new IllegalStateException();
		this.pipeline.write(Set.of(0), () -> {
			throw failure;
		});
		write("behind", 0);
		write("beside", 1);
		endOne();
		endOne();
		assertThat(this.begun).isEmpty();
		assertThat(this.written).containsExactly("beside");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.pipeline.awaitWritten(0))
			.isSameAs(failure);
		// The failure stays until it is cleared.
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.pipeline.awaitWritten(0));
		this.pipeline.awaitEnd();
		this.pipeline.clear();
		this.pipeline.awaitWritten(0);
		write("anew", 0);
		assertThat(this.begun).hasSize(1);
	}

	@Test
	void waitsForRunningWritesBeforeGivingUpAPartition() throws Exception {
		for (Runnable end : List.<Runnable>of(this.pipeline::awaitEnd, this.pipeline::clear)) {
			write("first", 0);
			Thread waiting = new Thread(end);
			waiting.start();
			Awaitility.await().until(() -> waiting.getState() == Thread.State.WAITING);
			endOne();
			waiting.join();
		}
		assertThat(this.written).hasSize(2);
	}

	@Test
	void anErrorIsAFailureToo() {
		this.pipeline.write(Set.of(0), () -> {
			throw new StackOverflowError();
		});
		endOne();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> this.pipeline.awaitWritten(0))
			.withCauseInstanceOf(StackOverflowError.class);
	}

	@Test
	void aBatchThatExceedsTheGraceIsAbandonedWithThoseBehindIt() {
		write("hangs", 0);
		write("behind", 0);
		this.pipeline.abandonAfter(Duration.ofMillis(1));
		write("late", 1);
		this.pipeline.awaitEnd();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> this.pipeline.awaitWritten(0))
			.withCauseInstanceOf(TimeoutException.class);
		assertThat(this.written).isEmpty();
		this.pipeline.clear();
		// It may still end, without effect.
		endOne();
		assertThat(this.begun).hasSize(1);
		this.pipeline.awaitWritten(0);
	}

	private void write(String name, Integer... partitions) {
		this.pipeline.write(Set.of(partitions), () -> this.written.add(name));
	}

	private void endOne() {
		this.begun.removeFirst().run();
	}

}
