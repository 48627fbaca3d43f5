/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import io.github.enrol.events.UserEvents;
import io.github.enrol.projector.ProjectionCursor.CursorMovedException;
import io.github.enrol.projector.UserProjection.Batch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Reads {@code user-events} from where the database says (ADR 5). Whatever fails, the
 * database, Kafka or another instance that took over, the answer is the same: forget the
 * positions, wait while staying a member of the group, and ask the database again.
 */
final class UserEventsConsumer implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(UserEventsConsumer.class);

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

	/** So many events that wait in Kafka are worth reading ahead. */
	private static final int BACKLOG = 500;

	/** How many batches may be on their way into the database while the next is read. */
	private static final int READ_AHEAD = 4;

	private final Supplier<Consumer<String, byte[]>> consumers;

	private final Runnable preparation;

	private final ProjectionCursor cursor;

	private final UserProjection projection;

	private final ExponentialBackOff backOff;

	/**
	 * Where reading goes on in the assigned partitions; for one that is absent the
	 * database must be asked first.
	 */
	private final Map<Integer, Long> positions = new HashMap<>();

	private final AsyncTaskExecutor writer = new SimpleAsyncTaskExecutor("user-events-writer-");

	/** On their way into the database, in the order in which they were read. */
	private final Deque<Write> writing = new ArrayDeque<>();

	private volatile boolean running;

	private volatile boolean healthy;

	private volatile @Nullable Consumer<String, byte[]> consumer;

	private volatile CountDownLatch stopped = new CountDownLatch(0);

	/**
	 * Creates a consumer.
	 * @param consumers makes the Kafka consumer, which must not commit offsets nor reset
	 * them by itself
	 * @param preparation what must have succeeded once before the first event is read
	 */
	UserEventsConsumer(Supplier<Consumer<String, byte[]>> consumers, Runnable preparation, ProjectionCursor cursor,
			UserProjection projection, ProjectionProperties properties) {
		this.consumers = consumers;
		this.preparation = preparation;
		this.cursor = cursor;
		this.projection = projection;
		this.backOff = new ExponentialBackOff(properties.retryInterval().toMillis(), 2);
		this.backOff.setMaxInterval(properties.maxRetryInterval().toMillis());
	}

	@Override
	public void start() {
		this.running = true;
		this.stopped = new CountDownLatch(1);
		new Thread(this::run, "user-events-consumer").start();
	}

	private void run() {
		BackOffExecution delays = this.backOff.start();
		try {
			while (this.running) {
				try (Consumer<String, byte[]> consumer = this.consumers.get()) {
					this.consumer = consumer;
					consume(consumer);
				}
				catch (WakeupException stop) {
					logger.debug("Stopped while polling");
				}
				catch (KafkaException ex) {
					// The consumer itself is beyond help, or could not be made: take
					// another.
					long delay = delays.nextBackOff();
					report(ex, delay);
					sleep(delay);
				}
			}
		}
		finally {
			this.healthy = false;
			this.consumer = null;
			this.stopped.countDown();
		}
	}

	private void consume(Consumer<String, byte[]> consumer) {
		forget();
		retrying(this.preparation, this::sleep);
		consumer.subscribe(List.of(UserEvents.TOPIC), new Assignment(consumer));
		while (this.running) {
			retrying(() -> projectNext(consumer), (delay) -> standBack(consumer, delay));
		}
	}

	/**
	 * Tries until it succeeds or is stopped.
	 */
	private void retrying(Runnable step, LongConsumer wait) {
		BackOffExecution delays = this.backOff.start();
		while (this.running) {
			try {
				step.run();
				this.healthy = true;
				return;
			}
			catch (WakeupException stop) {
				throw stop;
			}
			catch (CursorMovedException ex) {
				logger.info("Positions are read anew: {}", ex.getMessage());
				wait.accept(delays.nextBackOff());
			}
			catch (RuntimeException ex) {
				long delay = delays.nextBackOff();
				report(ex, delay);
				wait.accept(delay);
			}
		}
	}

	private void report(RuntimeException failure, long delay) {
		this.healthy = false;
		// Without the message, which may quote a row.
		logger.warn("Projecting failed with {}, next try in {} ms", rootCause(failure).getClass().getName(), delay);
		logger.debug("Projecting failed", failure);
	}

	/**
	 * Reads and writes a batch. Under a backlog more are read meanwhile, and written side
	 * by side where they share no partition, so that the database has something to do
	 * while another batch is sent or committed. Otherwise the next one is better read
	 * afterwards, with all that has come until then.
	 */
	private void projectNext(Consumer<String, byte[]> consumer) {
		locate(consumer);
		Batch batch = read(consumer);
		if (batch.size() > 0) {
			write(batch);
		}
		boolean backlog = batch.size() > 0 && lag(consumer) >= BACKLOG;
		awaitWritten(backlog ? READ_AHEAD : 0);
	}

	private Batch read(Consumer<String, byte[]> consumer) {
		ConsumerRecords<String, byte[]> records = consumer.poll(POLL_TIMEOUT);
		Batch batch = this.projection.read(records.partitions().stream().map(records::records).toList(),
				this.positions);
		this.positions.putAll(batch.next());
		return batch;
	}

	/**
	 * Writes a batch as soon as those before it are written. If one of them is not, it is
	 * not either.
	 */
	private void write(Batch batch) {
		Set<Integer> partitions = batch.next().keySet();
		CompletableFuture<?>[] before = this.writing.stream()
			.filter((write) -> !Collections.disjoint(write.partitions, partitions))
			.map(Write::end)
			.toArray(CompletableFuture[]::new);
		this.writing.add(new Write(partitions,
				CompletableFuture.allOf(before).thenRunAsync(() -> this.projection.apply(batch), this.writer)));
	}

	/**
	 * How many events are known to wait in Kafka.
	 */
	private static long lag(Consumer<?, ?> consumer) {
		return consumer.assignment().stream().mapToLong((partition) -> consumer.currentLag(partition).orElse(0)).sum();
	}

	/**
	 * Waits until no more batches than that are on their way.
	 */
	private void awaitWritten(int left) {
		try {
			while (this.writing.size() > left) {
				this.writing.getFirst().end.join();
				this.writing.removeFirst();
			}
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : ex;
		}
	}

	/**
	 * Waits until nothing is being written, whether it succeeds or not.
	 */
	private void awaitEnd() {
		this.writing.forEach((write) -> write.end.handle((done, failure) -> done).join());
	}

	private void forget() {
		awaitEnd();
		this.writing.clear();
		this.positions.clear();
	}

	/**
	 * Goes to where the database says, in the partitions of which it was not asked yet.
	 */
	private void locate(Consumer<String, byte[]> consumer) {
		List<TopicPartition> unknown = new ArrayList<>(consumer.assignment());
		unknown.removeIf((partition) -> this.positions.containsKey(partition.partition()));
		if (unknown.isEmpty()) {
			return;
		}
		Map<Integer, Long> found = this.cursor
			.positions(unknown.stream().map(TopicPartition::partition).sorted().toList());
		unknown.forEach((partition) -> consumer.seek(partition, found.get(partition.partition())));
		consumer.resume(unknown);
		this.positions.putAll(found);
	}

	/**
	 * Polling goes on, without fetching, because a member that does not poll is expelled.
	 */
	private void standBack(Consumer<String, byte[]> consumer, long delay) {
		forget();
		consumer.pause(consumer.assignment());
		long end = System.nanoTime() + Duration.ofMillis(delay).toNanos();
		for (long left = delay; left > 0 && this.running; left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
			consumer.poll(Duration.ofMillis(left));
		}
	}

	private void sleep(long delay) {
		try {
			Thread.sleep(delay);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.running = false;
		}
	}

	private static Throwable rootCause(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	/**
	 * Whether events are projected as they come.
	 */
	boolean isProjecting() {
		return this.healthy;
	}

	/**
	 * How long ago Kafka last answered this member of the group.
	 * @return negative if it never did; infinite if the consumer is not running
	 */
	double secondsSinceHeartbeat() {
		Consumer<String, byte[]> running = this.consumer;
		if (running == null) {
			return Double.POSITIVE_INFINITY;
		}
		return running.metrics()
			.values()
			.stream()
			.filter((metric) -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
			.map(Metric::metricValue)
			.mapToDouble((value) -> ((Number) value).doubleValue())
			.findFirst()
			.orElse(Double.POSITIVE_INFINITY);
	}

	@Override
	public void stop() {
		this.running = false;
		Consumer<String, byte[]> running = this.consumer;
		if (running != null) {
			running.wakeup();
		}
		try {
			this.stopped.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * A partition that is assigned waits, paused, until the database was asked for its
	 * position. The seek keeps the consumer from looking for one on its own.
	 */
	private final class Assignment implements ConsumerRebalanceListener {

		private final Consumer<String, byte[]> consumer;

		Assignment(Consumer<String, byte[]> consumer) {
			this.consumer = consumer;
		}

		@Override
		public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
			partitions.forEach((partition) -> {
				UserEventsConsumer.this.positions.remove(partition.partition());
				this.consumer.seek(partition, 0);
			});
			this.consumer.pause(partitions);
		}

		@Override
		public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
			// What is being written is written before another instance asks where to
			// begin. Whether that succeeds is asked by who began it.
			awaitEnd();
			partitions.forEach((partition) -> UserEventsConsumer.this.positions.remove(partition.partition()));
		}

	}

	/**
	 * A batch that is being written, or waits for one before it.
	 */
	private record Write(Set<Integer> partitions, CompletableFuture<Void> end) {
	}

}
