/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task periodically on its own thread, whatever it throws. A
 * {@link ScheduledExecutorService} would silently stop after the first failure.
 */
public final class RepeatingTask implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RepeatingTask.class);

	private final String name;

	private final Runnable task;

	private final ScheduledExecutorService scheduler;

	private boolean failing;

	/**
	 * Starts the task.
	 * @param name of its thread
	 * @param interval between the end of a run and the start of the next one
	 */
	public RepeatingTask(String name, Duration interval, Runnable task) {
		this.name = name;
		this.task = task;
		this.scheduler = Executors.newSingleThreadScheduledExecutor((run) -> {
			Thread thread = new Thread(run, name);
			thread.setDaemon(true);
			return thread;
		});
		this.scheduler.scheduleWithFixedDelay(this::run, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void run() {
		try {
			this.task.run();
			this.failing = false;
		}
		catch (Throwable ex) {
			if (!this.failing) {
				logger.error("{} failed and is tried again", this.name, ex);
			}
			this.failing = true;
		}
	}

	/**
	 * Stops the task, interrupting a run in progress.
	 */
	@Override
	public void close() {
		this.scheduler.shutdownNow();
	}

}
