/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Kafka answers, asked every second, so that a request need not find out by
 * waiting. Kafka Streams itself stays {@code RUNNING} without a broker.
 */
public final class KafkaReachability implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(KafkaReachability.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	/** Longer than a busy machine may keep an answer waiting. */
	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final Admin admin;

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "kafka-reachability");
		thread.setDaemon(true);
		return thread;
	});

	private volatile boolean reachable;

	public KafkaReachability(Admin admin) {
		this.admin = admin;
		this.scheduler.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	public boolean isReachable() {
		return this.reachable;
	}

	private void ask() {
		boolean answered = answers();
		if (answered != this.reachable) {
			this.reachable = answered;
			logger.info("Kafka is {}", answered ? "reachable" : "not reachable");
		}
	}

	private boolean answers() {
		int timeout = (int) TIMEOUT.toMillis();
		try {
			this.admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeout))
				.clusterId()
				.get(timeout, TimeUnit.MILLISECONDS);
			return true;
		}
		catch (ExecutionException | TimeoutException | KafkaException ex) {
			logger.debug("Kafka does not answer", ex);
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public void close() {
		this.scheduler.shutdownNow();
	}

}
