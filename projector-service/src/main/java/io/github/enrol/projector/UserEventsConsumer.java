package io.github.enrol.projector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

	/** So many events in one batch say that more are waiting. */
	private static final int BACKLOG = 500;

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

	/** Read while the one before it was written. */
	private @Nullable Batch next;

	private final AsyncTaskExecutor writer = new SimpleAsyncTaskExecutor("user-events-writer-");

	private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

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
	 * Writes a batch. Under a backlog the next one is read meanwhile; otherwise it is
	 * better read afterwards, with all that has come until then.
	 */
	private void projectNext(Consumer<String, byte[]> consumer) {
		locate(consumer);
		Batch batch = (this.next != null) ? this.next : read(consumer, POLL_TIMEOUT);
		this.next = null;
		if (batch.size() == 0) {
			return;
		}
		this.writing = this.writer.submitCompletable(() -> this.projection.apply(batch));
		try {
			if (batch.size() >= BACKLOG) {
				this.next = read(consumer, Duration.ZERO);
			}
		}
		finally {
			awaitWritten();
		}
	}

	private Batch read(Consumer<String, byte[]> consumer, Duration timeout) {
		ConsumerRecords<String, byte[]> records = consumer.poll(timeout);
		Batch batch = this.projection.read(records.partitions().stream().map(records::records).toList(),
				this.positions);
		this.positions.putAll(batch.next());
		return batch;
	}

	private void awaitWritten() {
		try {
			this.writing.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : ex;
		}
	}

	private void forget() {
		this.positions.clear();
		this.next = null;
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
			UserEventsConsumer.this.writing.handle((done, failure) -> done).join();
			partitions.forEach((partition) -> UserEventsConsumer.this.positions.remove(partition.partition()));
		}

	}

}
