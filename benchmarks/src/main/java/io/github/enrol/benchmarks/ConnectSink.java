/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.enrol.events.UserEvents;

/**
 * Debezium's JDBC sink in a standalone worker of Kafka Connect, as it comes: it is told
 * where to read and write and what the fields are, and nothing else. It writes the
 * event's four fields, with a primary key and a unique index like those of the read
 * model, and keeps no cursor.
 */
final class ConnectSink {

	private static final String SCHEMA = """
			{"type": "struct", "fields": [{"field": "user_id", "type": "string"}, \
			{"field": "username", "type": "string"}, {"field": "email", "type": "string"}, \
			{"field": "registered_at", "type": "string"}]}""";

	private static final String TABLE = """
			CREATE TABLE users (
			    user_id CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
			    username VARCHAR(100) NOT NULL,
			    email VARCHAR(254) NOT NULL,
			    registered_at VARCHAR(30) NOT NULL,
			    PRIMARY KEY (user_id),
			    UNIQUE KEY users_email (email)
			) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""";

	private ConnectSink() {
	}

	/**
	 * Starts to fill the table {@code users}.
	 * @param tuned with batches as large as the projector's
	 */
	static JavaProcess start(Platform platform, Database database, boolean tuned) {
		database.sql().sql(TABLE).update();
		Map<String, String> worker = new LinkedHashMap<>();
		worker.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
		worker.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
		worker.put("value.converter.schema.content", SCHEMA);
		Map<String, String> sink = new LinkedHashMap<>();
		// The consumer group is named after it, and each reads from the start.
		sink.put("name", database.name());
		sink.put("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector");
		sink.put("topics", UserEvents.TOPIC);
		sink.put("connection.url", database.mariaDbUrl());
		sink.put("connection.username", Database.USERNAME);
		sink.put("connection.password", Database.USERNAME);
		sink.put("collection.name.format", "users");
		sink.put("primary.key.mode", "record_value");
		sink.put("primary.key.fields", "user_id");
		if (tuned) {
			sink.put("batch.size", "2500");
			worker.put("connector.client.config.override.policy", "All");
			sink.put("consumer.override.max.poll.records", "2500");
		}
		return ConnectWorker.start(platform, worker, sink);
	}

}
