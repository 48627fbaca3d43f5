/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs how long restoring the state took. A partition decides nothing until its state is
 * restored.
 */
final class RestoreLog implements StateRestoreListener {

	private static final Logger logger = LoggerFactory.getLogger(RestoreLog.class);

	/** By {@link System#nanoTime()}, for each partition being restored. */
	private final Map<TopicPartition, Long> starts = new ConcurrentHashMap<>();

	@Override
	public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
		// The last offset is the marker that ends a transaction.
		long records = end - start - 1;
		if (records > 0) {
			this.starts.put(partition, System.nanoTime());
			logger.info("Restoring the state of partition {}: up to {} records", partition.partition(), records);
		}
	}

	@Override
	public void onBatchRestored(TopicPartition partition, String store, long end, long count) {
	}

	@Override
	public void onRestoreEnd(TopicPartition partition, String store, long count) {
		log("is restored", partition, count);
	}

	@Override
	public void onRestoreSuspended(TopicPartition partition, String store, long count) {
		log("moved to another instance", partition, count);
	}

	private void log(String what, TopicPartition partition, long count) {
		Long start = this.starts.remove(partition);
		if (start != null) {
			logger.info("The state of partition {} {}: {} records in {} ms", partition.partition(), what, count,
					Duration.ofNanos(System.nanoTime() - start).toMillis());
		}
	}

}
