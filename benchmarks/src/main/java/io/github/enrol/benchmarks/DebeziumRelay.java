/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Debezium's connector for MariaDB with its outbox event router, in a worker of Kafka
 * Connect, which is how it is mostly run. The events pass as bytes, and it waits 10 ms
 * for a full batch in place of half a second.
 */
final class DebeziumRelay {

	private DebeziumRelay() {
	}

	/**
	 * Returns when it follows the binary log.
	 */
	static void start(Platform platform, Database database, String topic) {
		URI server = URI.create(database.jdbcUrl().substring("jdbc:".length()));
		Map<String, String> worker = new LinkedHashMap<>();
		worker.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
		worker.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
		worker.put("producer.linger.ms", "0");
		worker.put("producer.batch.size", "65536");
		worker.put("producer.max.in.flight.requests.per.connection", "5");
		Map<String, String> source = new LinkedHashMap<>();
		source.put("name", topic);
		source.put("connector.class", "io.debezium.connector.mariadb.MariaDbConnector");
		source.put("database.hostname", server.getHost());
		source.put("database.port", Integer.toString(server.getPort()));
		source.put("database.user", Database.USERNAME);
		source.put("database.password", Database.USERNAME);
		source.put("database.ssl.mode", "disable");
		source.put("database.server.id", "2");
		source.put("topic.prefix", topic);
		source.put("database.include.list", database.name());
		source.put("table.include.list", database.name() + ".outbox");
		source.put("snapshot.mode", "no_data");
		source.put("schema.history.internal", "io.debezium.storage.file.history.FileSchemaHistory");
		source.put("schema.history.internal.file.filename", platform.data.resolve(topic + ".history").toString());
		source.put("include.schema.changes", "false");
		source.put("skipped.operations", "u,d,t");
		source.put("tombstones.on.delete", "false");
		source.put("poll.interval.ms", Settings.text("debezium.poll-ms", "10"));
		source.put("transforms", "outbox");
		source.put("transforms.outbox.type", "io.debezium.transforms.outbox.EventRouter");
		source.put("transforms.outbox.route.topic.replacement", topic);
		ConnectWorker.start(platform, worker, source);
		awaitReader(database);
	}

	/**
	 * What is written before is none of its business.
	 */
	private static void awaitReader(Database database) {
		Arrivals readers = Arrivals.await(() -> database.sql()
			.sql("SELECT COUNT(*) FROM information_schema.processlist WHERE command = 'Binlog Dump'")
			.query(Long.class)
			.single(), 1, Duration.ofMinutes(2));
		if (readers.users() < 1) {
			throw new IllegalStateException("Debezium does not read, see target/processes");
		}
	}

}
