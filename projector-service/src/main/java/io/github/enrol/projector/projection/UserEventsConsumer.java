package io.github.enrol.projector.projection;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import io.github.enrol.projector.projection.ProjectionCursor.CursorMovedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
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

	private final Supplier<Consumer<String, byte[]>> consumers;

	private final Runnable preparation;

	private final ProjectionCursor cursor;

	private final UserProjection projection;

	private final ExponentialBackOff backOff;

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
					// The consumer is unusable, or could not be created: make a new one.
					Duration delay = delay(delays);
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
		PollLoop loop = new PollLoop(consumer, this.cursor, this.projection,
				new WritePipeline(new SimpleAsyncTaskExecutor("user-events-writer-")));
		retrying(this.preparation, this::sleep);
		loop.subscribe();
		while (this.running) {
			retrying(loop::projectNext, (delay) -> loop.standBack(delay, this::isRunning));
		}
	}

	/**
	 * Tries a step until it succeeds or this is stopped.
	 */
	private void retrying(Runnable step, Wait wait) {
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
				wait.pass(delay(delays));
			}
			catch (RuntimeException ex) {
				Duration delay = delay(delays);
				report(ex, delay);
				wait.pass(delay);
			}
		}
	}

	private static Duration delay(BackOffExecution delays) {
		return Duration.ofMillis(delays.nextBackOff());
	}

	private void report(RuntimeException failure, Duration delay) {
		this.healthy = false;
		// Without the message, which may quote a row.
		logger.warn("Projecting failed with {}, next try in {} ms",
				NestedExceptionUtils.getMostSpecificCause(failure).getClass().getName(), delay.toMillis());
		logger.debug("Projecting failed", failure);
	}

	private void sleep(Duration delay) {
		try {
			Thread.sleep(delay.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.running = false;
		}
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

	private interface Wait {

		void pass(Duration delay);

	}

}
