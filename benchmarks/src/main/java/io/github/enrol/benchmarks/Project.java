/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;
import io.github.enrol.events.UserEvents;

/**
 * From a full {@code user-events} into an empty table, against inserting the same rows by
 * hand, with and without reading them from Kafka, and against a JDBC sink of Kafka
 * Connect. Every contender's turn begins with a new process and a new schema; its first
 * tenth is its warm-up and is not counted.
 */
final class Project implements Benchmark {

	private static final String PROJECTOR = "Enrol projector";

	private static final String OTHER = "other projector";

	private static final String SINK = "Debezium sink, defaults";

	private static final String TUNED_SINK = "Debezium sink, tuned";

	private static final String RATE = "rows/s";

	private static final Duration LONGEST = Duration.ofMinutes(15);

	private final int events = Settings.number("events", 500_000);

	private final int rounds = Settings.number("rounds", 3);

	private final int partitions = Platform.partitions();

	private final List<String> contenders = Settings.texts("contenders",
			"projector,hand-1,hand-2,kafka-1,kafka-2,sink,tuned-sink");

	@Override
	public void run(Results results) throws Exception {
		try (Platform platform = new Platform()) {
			Kafka kafka = new Kafka(platform.bootstrapServers);
			kafka.createTopic(UserEvents.TOPIC, this.partitions);
			System.out.println("Writing " + this.events + " events");
			kafka.writeEvents(this.events);
			Map<String, Contender> contenders = contenders(platform);
			String scenario = this.events + " events";
			for (int round = 1; round <= this.rounds; round++) {
				for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
					Database database = platform.schema("round_" + round + "_" + results.values().size());
					double rate = rate(database, contender.getValue());
					database.sql().sql("DROP DATABASE `" + database.name() + "`").update();
					results.add(scenario, contender.getKey(), round, Map.of(RATE, rate));
					Platform.rest();
				}
			}
			contenders.keySet()
				.stream()
				.filter((name) -> name.startsWith("by hand"))
				.forEach((name) -> results.target("rows/s ÷ " + name, results.ratio(RATE, scenario, PROJECTOR, name),
						Limit.AT_LEAST, 0.8));
			results.target("rows/s ÷ " + SINK, results.ratio(RATE, scenario, PROJECTOR, SINK), Limit.AT_LEAST, 5);
			results.target("rows/s ÷ " + OTHER, results.ratio(RATE, scenario, PROJECTOR, OTHER), Limit.AT_LEAST, 1);
		}
	}

	private Map<String, Contender> contenders(Platform platform) {
		Map<String, Contender> all = new LinkedHashMap<>();
		for (String name : this.contenders) {
			switch (name) {
				case "projector" -> all.put(PROJECTOR, platform::projector);
				case "other" -> {
					List<String> code = Build.other().code("projector-service");
					all.put(OTHER, (database) -> platform.projector(database, code));
				}
				case "hand-1" -> all.put("by hand, 1 connection", (database) -> byHand(database, 1));
				case "hand-2" -> all.put("by hand, 2 connections", (database) -> byHand(database, 2));
				case "kafka-1" ->
					all.put("by hand from Kafka, 1 connection", (database) -> fromKafka(platform, database, 1));
				case "kafka-2" ->
					all.put("by hand from Kafka, 2 connections", (database) -> fromKafka(platform, database, 2));
				case "sink" -> all.put(SINK, (database) -> ConnectSink.start(platform, database, false));
				case "tuned-sink" -> all.put(TUNED_SINK, (database) -> ConnectSink.start(platform, database, true));
				default -> throw new IllegalArgumentException(name);
			}
		}
		return all;
	}

	/**
	 * The same rows, made without reading them from anywhere.
	 */
	private AutoCloseable byHand(Database database, int connections) {
		database.withReadModel();
		List<CompletableFuture<Void>> writers = IntStream.range(0, connections)
			.mapToObj((i) -> CompletableFuture.runAsync(
					() -> Tool.java(Rows.class, database.jdbcUrl(), i, this.events / connections, connections),
					Tool.SIDE_BY_SIDE))
			.toList();
		return () -> writers.forEach(CompletableFuture::join);
	}

	/**
	 * The same rows, read from the events, and nothing else.
	 */
	private AutoCloseable fromKafka(Platform platform, Database database, int connections) {
		database.withReadModel();
		CompletableFuture<Void> program = CompletableFuture.runAsync(() -> Tool.java(RowsFromKafka.class,
				database.jdbcUrl(), connections, platform.bootstrapServers, this.events), Tool.SIDE_BY_SIDE);
		return program::join;
	}

	/**
	 * Rows per second from the first tenth on, as the database counts them.
	 */
	private double rate(Database database, Contender contender) throws Exception {
		try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), Database.USERNAME,
				Database.USERNAME); Statement statement = connection.createStatement()) {
			long before = rowsWritten(statement);
			long warm = before + this.events / 10;
			// Whoever writes other rows too, such as cursors, writes only some.
			long end = before + this.events;
			try (AutoCloseable process = contender.start(database)) {
				long rowsAtStart = await(statement, warm);
				long start = System.nanoTime();
				long rows = await(statement, end);
				double seconds = (System.nanoTime() - start) / 1e9;
				requireAll(database);
				return (rows - rowsAtStart) / seconds;
			}
		}
	}

	/**
	 * What is counted above may still be in a transaction.
	 */
	private void requireAll(Database database) {
		long rows = 0;
		for (int tries = 0; rows != this.events && tries < 100; tries++) {
			JavaProcess.pause(Duration.ofMillis(100));
			rows = database.sql().sql("SELECT COUNT(*) FROM users").query(Long.class).single();
		}
		if (rows != this.events) {
			throw new IllegalStateException(rows + " rows of " + this.events);
		}
	}

	private static long await(Statement statement, long count) throws SQLException {
		long deadline = System.nanoTime() + LONGEST.toNanos();
		long rows = rowsWritten(statement);
		for (; rows < count; rows = rowsWritten(statement)) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("stuck, see target/processes");
			}
			JavaProcess.pause(Duration.ofMillis(10));
		}
		return rows;
	}

	private static long rowsWritten(Statement statement) throws SQLException {
		try (ResultSet result = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Handler_write'")) {
			result.next();
			return result.getLong(2);
		}
	}

	/**
	 * Starts to fill the table; closing it ends the process.
	 */
	private interface Contender {

		AutoCloseable start(Database database);

	}

}
