/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/**
 * The feed of users with many readers on one query-service: from the commit that makes a
 * user visible until a reader has it. This process writes as the projector does, one user
 * and the cursor of a partition in a transaction, at a constant rate.
 */
final class Follow implements Benchmark {

	private static final String ENROL = "Enrol";

	private final int readers = Settings.number("readers", 1_000);

	private final int rate = Settings.number("rate", 100);

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 20);

	private final Duration warmUp = Settings.seconds("warm-up", 30);

	private final int partitions = Platform.partitions();

	private long users;

	@Override
	public void run(Results results) throws Exception {
		try (Platform platform = new Platform()) {
			Database database = platform.schema().withReadModel();
			for (int partition = 0; partition < this.partitions; partition++) {
				database.sql()
					.sql("INSERT INTO projection_cursor (topic_partition, next_offset, command_offset, users) VALUES (?, 0, -1, 0)")
					.param(partition)
					.update();
			}
			JavaProcess query = platform.query(database);
			query.awaitReady();
			System.out.println("Warming up");
			round(database, query, this.warmUp);
			for (int round = 1; round <= this.rounds; round++) {
				results.add(scenario(), ENROL, round, round(database, query, this.duration));
			}
		}
		results.target("received p50 in ms", results.spread(scenario(), ENROL, "received p50 ms"), Limit.AT_MOST, 150);
		results.target("received p99 in ms", results.spread(scenario(), ENROL, "received p99 ms"), Limit.AT_MOST, 400);
		results.target("missing", results.spread(scenario(), ENROL, "missing"), Limit.AT_MOST, 0);
	}

	private String scenario() {
		return this.readers + " readers, " + this.rate + " users/s";
	}

	private Map<String, Double> round(Database database, JavaProcess query, Duration duration) throws Exception {
		int count = (int) (duration.toSeconds() * this.rate);
		long first = this.users;
		long[] visible = new long[count];
		Histogram received = new ConcurrentHistogram(3);
		AtomicLong got = new AtomicLong();
		Map<String, Double> metrics = new LinkedHashMap<>();
		try (FeedReaders feed = new FeedReaders(query.uri("/users"), this.readers, (number) -> {
			received.recordValue(Math.max(0, System.nanoTime() - visible[(int) (number - first)]));
			got.incrementAndGet();
		})) {
			awaitThat(() -> feed.open() == this.readers);
			double before = Usage.processorSeconds(query.handle());
			JavaProcess.pause(Duration.ofSeconds(2));
			double idle = Usage.processorSeconds(query.handle());
			metrics.put("idle, processors", (idle - before) / 2);
			write(database, visible);
			metrics.put("busy, processors", (Usage.processorSeconds(query.handle()) - idle) / duration.toSeconds());
			awaitThat(() -> got.get() == (long) count * this.readers);
			metrics.put("received p50 ms", received.getValueAtPercentile(50) / 1e6);
			metrics.put("received p99 ms", received.getValueAtPercentile(99) / 1e6);
			metrics.put("received max ms", received.getMaxValue() / 1e6);
			metrics.put("missing", (double) ((long) count * this.readers - got.get()));
			metrics.put("heap MiB", heap(query));
			metrics.put("resident MiB", Usage.residentMiB(query.handle()));
		}
		return metrics;
	}

	/**
	 * Writes a user per interval, and takes down when each became visible. Readers may
	 * get it before the commit has returned here: such a delay counts as none.
	 */
	private void write(Database database, long[] visible) throws SQLException {
		try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), Database.USERNAME,
				Database.USERNAME);
				PreparedStatement cursor = connection.prepareStatement("UPDATE projection_cursor "
						+ "SET next_offset = next_offset + 1, users = users + 1 WHERE topic_partition = ?");
				PreparedStatement user = connection.prepareStatement(
						"INSERT INTO users (id, name, email, email_key, created_at, event_partition, event_offset) "
								+ "SELECT ?, 'Ada Lovelace', ?, ?, NOW(3), topic_partition, next_offset - 1 "
								+ "FROM projection_cursor WHERE topic_partition = ?")) {
			connection.setAutoCommit(false);
			long start = System.nanoTime();
			for (int i = 0; i < visible.length; i++, this.users++) {
				long begin = start + i * 1_000_000_000L / this.rate;
				while (System.nanoTime() < begin) {
					LockSupport.parkNanos(begin - System.nanoTime());
				}
				int partition = i % this.partitions;
				String email = "ada" + this.users + "@example.org";
				cursor.setInt(1, partition);
				cursor.executeUpdate();
				user.setString(1, "%026d".formatted(this.users));
				user.setString(2, email);
				user.setString(3, email);
				user.setInt(4, partition);
				user.executeUpdate();
				visible[i] = System.nanoTime();
				connection.commit();
				visible[i] = System.nanoTime();
			}
		}
	}

	private static void awaitThat(java.util.function.BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean() && System.nanoTime() - start < Duration.ofSeconds(30).toNanos()) {
			JavaProcess.pause(Duration.ofMillis(20));
		}
	}

	private static double heap(JavaProcess query) throws IOException, InterruptedException {
		URI uri = query.uri("/actuator/metrics/jvm.memory.used?tag=area:heap");
		String body = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
			.body();
		return JsonMapper.shared().readTree(body).at("/measurements/0/value").asDouble() / (1 << 20);
	}

}
