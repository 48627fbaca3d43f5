/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs and measures how long restoring the state took. A partition decides nothing until
 * its state is restored.
 */
final class RestoreLog implements StateRestoreListener {

	private static final Logger logger = LoggerFactory.getLogger(RestoreLog.class);

	/** By {@link System#nanoTime()}, for each partition being restored. */
	private final Map<TopicPartition, Long> starts = new ConcurrentHashMap<>();

	private final Timer restores;

	RestoreLog(MeterRegistry meters) {
		this.restores = Timer.builder("registration.restore")
			.description("Duration of the restore of a partition's state")
			.register(meters);
		Gauge.builder("registration.restoring", this.starts, Map::size)
			.description("Partitions whose state is being restored")
			.register(meters);
	}

	@Override
	public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
		// The last offset is the marker that ends a transaction.
		long records = end - start - 1;
		if (records > 0) {
			this.starts.put(partition, System.nanoTime());
			line(partition).log("Restoring the state of partition {}: up to {} records", partition.partition(),
					records);
		}
	}

	@Override
	public void onBatchRestored(TopicPartition partition, String store, long end, long count) {
	}

	@Override
	public void onRestoreEnd(TopicPartition partition, String store, long count) {
		log("is restored", partition, count).ifPresent(this.restores::record);
	}

	@Override
	public void onRestoreSuspended(TopicPartition partition, String store, long count) {
		log("moved to another instance", partition, count);
	}

	private Optional<Duration> log(String what, TopicPartition partition, long count) {
		Optional<Duration> duration = Optional.ofNullable(this.starts.remove(partition))
			.map((start) -> Duration.ofNanos(System.nanoTime() - start));
		duration.ifPresent((time) -> line(partition).log("The state of partition {} {}: {} records in {} ms",
				partition.partition(), what, count, time.toMillis()));
		return duration;
	}

	private static LoggingEventBuilder line(TopicPartition partition) {
		return logger.atInfo().addKeyValue("topic", partition.topic()).addKeyValue("partition", partition.partition());
	}

}
