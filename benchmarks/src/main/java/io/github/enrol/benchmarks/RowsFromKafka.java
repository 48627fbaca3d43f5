/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The {@link Rows} by hand, read from {@code user-events}: one thread reads ahead, and so
 * many connections write what it has read, in any order. It is what is left of a
 * projector that promises nothing: no position is kept, so that it could neither go on
 * after a crash nor share the work, and nothing is rejected, counted or tried again.
 */
final class RowsFromKafka {

	private static final int READ_AHEAD = 2;

	private RowsFromKafka() {
	}

	/**
	 * Fills a table.
	 * @param args JDBC URL, number of connections, bootstrap servers, number of events
	 */
	public static void main(String[] args) throws InterruptedException {
		BlockingQueue<List<UserRegistered>> batches = new ArrayBlockingQueue<>(READ_AHEAD);
		List<CompletableFuture<Void>> writers = Stream
			.generate(() -> CompletableFuture.runAsync(() -> write(args[0], batches), Tool.SIDE_BY_SIDE))
			.limit(Integer.parseInt(args[1]))
			.toList();
		read(args[2], Long.parseLong(args[3]), batches);
		for (int i = 0; i < writers.size(); i++) {
			batches.put(List.of());
		}
		writers.forEach(CompletableFuture::join);
	}

	private static void read(String bootstrapServers, long count, BlockingQueue<List<UserRegistered>> batches)
			throws InterruptedException {
		Map<String, Object> configs = Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed",
				"enable.auto.commit", false, "max.poll.records", Rows.BATCH);
		UserEventDeserializer deserializer = new UserEventDeserializer();
		try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(configs, new StringDeserializer(),
				new ByteArrayDeserializer())) {
			List<TopicPartition> partitions = consumer.partitionsFor(UserEvents.TOPIC)
				.stream()
				.map((info) -> new TopicPartition(info.topic(), info.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			List<UserRegistered> batch = new ArrayList<>();
			for (long read = 0; read < count;) {
				for (ConsumerRecord<String, byte[]> event : consumer.poll(Duration.ofSeconds(1))) {
					batch.add((UserRegistered) deserializer.deserialize(event.topic(), event.headers(), event.value()));
					read++;
					if (batch.size() == Rows.BATCH || read == count) {
						batches.put(batch);
						batch = new ArrayList<>(Rows.BATCH);
					}
				}
			}
		}
	}

	private static void write(String jdbcUrl, BlockingQueue<List<UserRegistered>> batches) {
		try {
			Rows.insert(jdbcUrl,
					Stream.generate(() -> take(batches)).takeWhile((batch) -> !batch.isEmpty()).iterator());
		}
		catch (SQLException ex) {
			ex.printStackTrace();
			// Or the one who reads would wait for room for ever.
			System.exit(1);
		}
	}

	private static List<UserRegistered> take(BlockingQueue<List<UserRegistered>> batches) {
		try {
			return batches.take();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
