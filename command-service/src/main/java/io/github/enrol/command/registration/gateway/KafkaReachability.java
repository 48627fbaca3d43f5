/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls Kafka every second, so that requests fail fast during an outage. Kafka Streams
 * itself stays {@code RUNNING} without a broker.
 * <p>
 * One answer makes Kafka reachable. Only several missing answers in a row make it
 * unreachable, because that refuses all requests at once: a single one is more often a
 * pause of a broker, which a request survives within its reply timeout.
 */
public final class KafkaReachability implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(KafkaReachability.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	/** Longer than a busy machine delays an answer. */
	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	/**
	 * With interval and timeout, Kafka counts as unreachable 5 to 6 s after its last
	 * answer; by then, requests sent at the start of the outage reach the default reply
	 * timeout.
	 */
	private static final int MISSING_ANSWERS = 2;

	private final RepeatingTask task;

	private final BooleanSupplier answers;

	private volatile boolean reachable;

	private volatile long since = System.nanoTime();

	private int missing;

	public KafkaReachability(Admin admin) {
		this(() -> answers(admin), INTERVAL);
	}

	KafkaReachability(BooleanSupplier answers, Duration interval) {
		this.answers = answers;
		this.task = new RepeatingTask("kafka-reachability", interval, this::ask);
	}

	public boolean isReachable() {
		return this.reachable;
	}

	/**
	 * Returns for how long Kafka has been reachable; zero if it is not.
	 */
	public Duration reachableFor() {
		return this.reachable ? Duration.ofNanos(System.nanoTime() - this.since) : Duration.ZERO;
	}

	private void ask() {
		this.missing = this.answers.getAsBoolean() ? 0 : this.missing + 1;
		boolean before = this.reachable;
		boolean now = this.missing == 0 || (before && this.missing < MISSING_ANSWERS);
		if (now != before) {
			this.since = System.nanoTime();
			this.reachable = now;
			logger.info("Kafka is {}", this.reachable ? "reachable" : "not reachable");
		}
	}

	private static boolean answers(Admin admin) {
		int timeout = (int) TIMEOUT.toMillis();
		try {
			admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeout))
				.clusterId()
				.get(timeout, TimeUnit.MILLISECONDS);
			return true;
		}
		catch (ExecutionException | TimeoutException | KafkaException ex) {
			logger.debug("Kafka does not answer", ex);
			return false;
		}
		catch (InterruptedException closing) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	@Override
	public void close() {
		this.task.close();
	}

}
