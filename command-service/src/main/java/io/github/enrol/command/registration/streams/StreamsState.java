/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * The state of Kafka Streams, as far as callers notice it.
 */
final class StreamsState implements KafkaStreams.StateListener {

	private final Runnable giveUp;

	private volatile State state = State.CREATED;

	private volatile boolean hasRun;

	/**
	 * Creates the state of streams that are not started.
	 * @param giveUp has the instance replaced
	 */
	StreamsState(Runnable giveUp) {
		this.giveUp = giveUp;
	}

	@Override
	public void onChange(State state, State before) {
		this.state = state;
		if (state == State.RUNNING) {
			this.hasRun = true;
		}
		if (state == State.ERROR) {
			// Kafka Streams does not recover by itself.
			this.giveUp.run();
		}
	}

	/**
	 * Returns whether commands are decided, here or by another instance. A rebalance of
	 * an instance that has run changes nothing: it reaches all instances at once, and
	 * whichever of them takes a request, the partition's next owner decides it.
	 */
	boolean isReady() {
		return this.hasRun && this.state.isRunningOrRebalancing();
	}

	State state() {
		return this.state;
	}

}
