/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.enrol.events.RecordJson;
import io.github.enrol.events.UserRegistered;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Projects the events of an outbox into a read model: what was polled is one transaction,
 * then its offsets are committed. A redelivery changes nothing, since a user that is
 * there is left alone.
 */
final class OutboxProjection {

	/** The most rows of a statement. */
	private static final int ROWS = 256;

	private OutboxProjection() {
	}

	/**
	 * Runs until a signal.
	 * @param args JDBC URL, bootstrap servers, topic
	 */
	public static void main(String[] args) throws SQLException {
		Map<String, Object> configs = Map.of("bootstrap.servers", args[1], "group.id", args[2], "auto.offset.reset",
				"earliest", "enable.auto.commit", false, "max.poll.records", Rows.BATCH);
		try (Connection connection = DriverManager.getConnection(
				args[0] + "&useServerPrepStmts=true&cachePrepStmts=true&prepStmtCacheSqlLimit=8192", Database.USERNAME,
				Database.USERNAME);
				KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(configs, new StringDeserializer(),
						new ByteArrayDeserializer())) {
			connection.setAutoCommit(false);
			consumer.subscribe(List.of(args[2]));
			while (true) {
				List<UserRegistered> users = new ArrayList<>();
				consumer.poll(Duration.ofSeconds(1))
					.forEach((event) -> users.add(RecordJson.read(event.value(), UserRegistered.class)));
				if (!users.isEmpty()) {
					insert(connection, users);
					connection.commit();
					consumer.commitAsync();
				}
			}
		}
	}

	private static void insert(Connection connection, List<UserRegistered> users) throws SQLException {
		int from = 0;
		for (int size : sizes(users.size())) {
			try (PreparedStatement insert = connection.prepareStatement(Rows.statement("INSERT IGNORE", size))) {
				Rows.insert(insert, users.subList(from, from + size));
			}
			from += size;
		}
	}

	/**
	 * As few statements as powers of two allow, so that there are few to prepare.
	 */
	static List<Integer> sizes(int rows) {
		List<Integer> sizes = new ArrayList<>();
		for (int left = rows; left > 0;) {
			int size = Math.min(ROWS, Integer.highestOneBit(left));
			sizes.add(size);
			left -= size;
		}
		return sizes;
	}

}
