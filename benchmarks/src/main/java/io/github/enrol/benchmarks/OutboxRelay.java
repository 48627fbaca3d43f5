/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * Brings the rows of the outbox to Kafka: a batch is locked, sent, acknowledged by the
 * broker and deleted, in one transaction. So no event is lost, a crash can repeat some,
 * and several relays can share the work. It does not wait for its poll interval, which is
 * for the rows of other processes: each commit in this one wakes it, and what is
 * committed during a batch makes the next one.
 */
@ConditionalOnProperty("outbox.topic")
class OutboxRelay implements ApplicationRunner {

	/**
	 * A power of two, and fewer than MariaDB would turn into a temporary table
	 * ({@code in_predicate_conversion_threshold}).
	 */
	static final int BATCH = 512;

	private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	// Passes over rows of transactions that go on, and of other relays.
	private static final String SELECT = "SELECT id, aggregateid, payload FROM outbox ORDER BY id LIMIT " + BATCH
			+ " FOR UPDATE SKIP LOCKED";

	// A scan, which seems cheap while statistics say that the table is empty, would wait
	// for those rows.
	private static final String DELETE = "DELETE outbox FROM outbox FORCE INDEX (PRIMARY) WHERE id IN (%s)";

	private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

	private final DataSource database;

	private final String topic;

	private final KafkaProducer<String, byte[]> producer;

	private final Thread thread = new Thread(this::relay, "outbox-relay");

	OutboxRelay(DataSource database, @Value("${outbox.topic}") String topic,
			@Value("${outbox.bootstrap-servers}") String bootstrapServers) {
		this.database = database;
		this.topic = topic;
		this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers, "acks", "all",
				"enable.idempotence", true, "linger.ms", 0, "batch.size", 64 * 1024), new StringSerializer(),
				new ByteArraySerializer());
		this.thread.setDaemon(true);
	}

	@Override
	public void run(ApplicationArguments arguments) {
		this.thread.start();
	}

	/**
	 * Says that there is a row, if nobody is reading them now or from the next time on.
	 */
	void wake() {
		LockSupport.unpark(this.thread);
	}

	private void relay() {
		while (!Thread.interrupted()) {
			try (Connection connection = this.database.getConnection()) {
				connection.setAutoCommit(false);
				// Without locks on the gaps between rows, where others insert.
				connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
				relay(connection);
			}
			catch (SQLException | KafkaException | ExecutionException ex) {
				log.warn("The outbox is tried again", ex);
				JavaProcess.pause(RETRY_INTERVAL);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void relay(Connection connection) throws SQLException, ExecutionException, InterruptedException {
		while (true) {
			if (relayBatch(connection) < BATCH) {
				LockSupport.parkNanos(POLL_INTERVAL.toNanos());
			}
		}
	}

	private int relayBatch(Connection connection) throws SQLException, ExecutionException, InterruptedException {
		List<String> ids = new ArrayList<>();
		List<Future<?>> acknowledgements = new ArrayList<>();
		try (PreparedStatement select = connection.prepareStatement(SELECT); ResultSet rows = select.executeQuery()) {
			while (rows.next()) {
				ids.add(rows.getString(1));
				acknowledgements
					.add(this.producer.send(new ProducerRecord<>(this.topic, rows.getString(2), rows.getBytes(3))));
			}
		}
		for (Future<?> acknowledgement : acknowledgements) {
			acknowledgement.get();
		}
		if (!ids.isEmpty()) {
			delete(connection, ids);
		}
		connection.commit();
		return ids.size();
	}

	/**
	 * The last id fills up the list, so that there are few statements to prepare.
	 */
	private static void delete(Connection connection, List<String> ids) throws SQLException {
		int size = padded(ids.size());
		try (PreparedStatement delete = connection
			.prepareStatement(DELETE.formatted(String.join(",", Collections.nCopies(size, "?"))))) {
			for (int i = 0; i < size; i++) {
				delete.setString(i + 1, ids.get(Math.min(i, ids.size() - 1)));
			}
			delete.executeUpdate();
		}
	}

	/**
	 * The next power of two.
	 */
	static int padded(int size) {
		int highest = Integer.highestOneBit(size);
		return (highest == size) ? size : 2 * highest;
	}

}
