/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaReachabilityTests {

	private final SynchronousQueue<Boolean> answers = new SynchronousQueue<>();

	private final Semaphore asked = new Semaphore(0);

	private final KafkaReachability kafka = new KafkaReachability(this::answer, Duration.ofMillis(1));

	@AfterEach
	void close() {
		this.kafka.close();
	}

	@Test
	void oneAnswerIsEnough() throws InterruptedException {
		assertThat(after(false)).isFalse();
		assertThat(after(true)).isTrue();
	}

	@Test
	void oneMissingAnswerIsNoOutage() throws InterruptedException {
		assertThat(after(true)).isTrue();
		assertThat(after(false)).isTrue();
		assertThat(after(true)).isTrue();
		assertThat(after(false)).isTrue();
	}

	@Test
	void twoMissingAnswersInARowAreAnOutageUntilTheNextAnswer() throws InterruptedException {
		assertThat(after(true)).isTrue();
		assertThat(after(false)).isTrue();
		assertThat(after(false)).isFalse();
		assertThat(after(false)).isFalse();
		assertThat(after(true)).isTrue();
	}

	/**
	 * Returns the state after this answer, known once the next one is requested.
	 */
	private boolean after(boolean answer) throws InterruptedException {
		this.asked.acquire();
		this.answers.put(answer);
		this.asked.acquire();
		this.asked.release();
		return this.kafka.isReachable();
	}

	private boolean answer() {
		this.asked.release();
		try {
			return this.answers.take();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

}
