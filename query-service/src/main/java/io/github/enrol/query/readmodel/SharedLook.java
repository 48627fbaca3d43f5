/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the read model for all who wait, in one thread: again and again while somebody
 * waits, and not at all otherwise.
 */
public final class SharedLook {

	private static final Logger logger = LoggerFactory.getLogger(SharedLook.class);

	private final BooleanSupplier awaited;

	private final Supplier<Duration> look;

	/** Whether a look is due or under way. */
	private final AtomicBoolean looking = new AtomicBoolean();

	private final ScheduledThreadPoolExecutor thread;

	/**
	 * Looks at nothing yet.
	 * @param name of the thread
	 * @param awaited whether somebody waits
	 * @param look returns the time until the next one, and fails with an {@link Error} at
	 * most
	 */
	public SharedLook(String name, BooleanSupplier awaited, Supplier<Duration> look) {
		this.awaited = awaited;
		this.look = look;
		this.thread = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
	}

	/**
	 * Looks soon, if it is not looking already. Whoever waits has been added before.
	 */
	public void begin() {
		lookIn(Duration.ZERO);
	}

	private void lookIn(Duration delay) {
		if (this.looking.compareAndSet(false, true)) {
			this.thread.schedule(this::run, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void run() {
		Duration pause = Duration.ofSeconds(1);
		try {
			pause = this.look.get();
		}
		catch (Error ex) {
			// The executor would tell nobody.
			logger.error("A look failed in the thread {}", Thread.currentThread().getName(), ex);
		}
		finally {
			this.looking.set(false);
			// Who was added before that line has not begun the next look.
			if (this.awaited.getAsBoolean()) {
				lookIn(pause);
			}
		}
	}

	/**
	 * Looks no more.
	 */
	public void end() {
		this.thread.shutdownNow();
	}

}
