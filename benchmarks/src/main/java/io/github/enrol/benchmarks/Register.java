/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;

/**
 * From a POST to its answer, against a table with a unique index, against nothing behind
 * the same HTTP, and against producing to Kafka without HTTP. The whole system runs:
 * broker, database and all three services.
 */
final class Register implements Benchmark {

	static final String ENROL = "Enrol";

	static final String OTHER = "other Enrol";

	static final String TRACED = "traced Enrol";

	static final String CRUD = "plain CRUD";

	static final String RELAXED_CRUD = "plain CRUD, no fsync";

	static final String CEILING = "HTTP ceiling";

	static final String RAW_KAFKA = "raw Kafka";

	private final List<Integer> connections = Settings.numbers("connections", "1,64,256,1024");

	private final List<Integer> stored = Settings.numbers("stored", "0");

	private final List<String> contenders = Settings.texts("contenders",
			String.join(",", "enrol", "crud", "relaxed-crud", "ceiling", "kafka"));

	private final int rounds = Settings.number("rounds", 3);

	private final Duration duration = Settings.seconds("seconds", 5);

	private final Duration warmUp = Settings.seconds("warm-up", 60);

	@Override
	public void run(Results results) {
		try (Platform platform = new Platform()) {
			Map<String, Contender> contenders = contenders(platform);
			for (int size : this.stored) {
				contenders.forEach((name, contender) -> {
					System.out.println("Storing " + size + " registrations: " + name);
					contender.store(size);
				});
				// Each time: after filling without HTTP, C2 is busy for 20 s again.
				System.out.println("Warming up");
				contenders.values().forEach((contender) -> {
					contender.run(64, this.warmUp);
					contender.settle();
				});
				for (int callers : this.connections) {
					for (int round = 1; round <= this.rounds; round++) {
						for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
							results.add(scenario(callers, size), contender.getKey(), round,
									contender.getValue().measure(callers, this.duration));
							contender.getValue().settle();
						}
					}
				}
			}
		}
		targets(results);
	}

	private static String scenario(int connections, int stored) {
		return connections + " connections, " + stored + " stored";
	}

	private void targets(Results results) {
		int empty = this.stored.get(0);
		int full = this.stored.get(this.stored.size() - 1);
		String one = scenario(1, empty);
		String some = scenario(64, empty);
		String many = scenario(256, empty);
		results.target("registrations/s at 256 connections ÷ plain CRUD's", results.ratio(Load.RATE, many, ENROL, CRUD),
				Limit.AT_LEAST, 3);
		results.target("registrations/s at 256 connections ÷ the HTTP ceiling",
				results.ratio(Load.RATE, many, ENROL, CEILING), Limit.AT_LEAST, 0.7);
		results.target("p50 in ms with one connection", results.spread(one, ENROL, Load.P50), Limit.AT_MOST, 3);
		results.target("p99 in ms with one connection", results.spread(one, ENROL, Load.P99), Limit.AT_MOST, 15);
		results.target("p99 at 64 connections ÷ plain CRUD's", results.ratio(Load.P99, some, ENROL, CRUD),
				Limit.AT_MOST, 1);
		results.target("registrations/s at 256 connections ÷ the other build's",
				results.ratio(Load.RATE, many, ENROL, OTHER), Limit.AT_LEAST, 1);
		results.target("registrations/s at 256 connections, traced ÷ not",
				results.ratio(Load.RATE, many, TRACED, ENROL), Limit.AT_LEAST, 0.9);
		if (full >= 5_000_000) {
			results.target("registrations/s with " + full + " in the store ÷ with " + empty,
					results.ratio(Load.RATE, scenario(256, full), ENROL, many, ENROL), Limit.AT_LEAST, 0.85);
		}
	}

	private Map<String, Contender> contenders(Platform platform) {
		Map<String, Contender> all = new LinkedHashMap<>();
		for (String name : this.contenders) {
			switch (name) {
				case "enrol" -> all.put(ENROL, new Enrol(platform));
				case "other" -> all.put(OTHER, new Enrol(new Platform(Build.other())));
				case "traced" -> all.put(TRACED, new Enrol(new Platform(Build.traced())));
				case "crud" -> all.put(CRUD, new Crud(platform, "crud", 1));
				case "relaxed-crud" -> all.put(RELAXED_CRUD, new Crud(platform, "relaxed_crud", 2));
				case "ceiling" -> all.put(CEILING, new Http(platform.peer(HttpCeiling.class,
						Map.of("management.endpoint.health.group.readiness.include", "readinessState"))));
				case "kafka" -> all.put(RAW_KAFKA, new Raw(platform));
				default -> throw new IllegalArgumentException(name);
			}
		}
		return all;
	}

	/**
	 * Somebody who has registrations to take.
	 */
	private interface Contender {

		Load run(int connections, Duration duration);

		default Map<String, Double> measure(int connections, Duration duration) {
			return run(connections, duration).metrics();
		}

		/**
		 * Fills up to that many registrations.
		 */
		default void store(long count) {
		}

		/**
		 * Returns when nothing is left to do that could disturb the next one.
		 */
		default void settle() {
			Platform.rest();
		}

	}

	private static class Http implements Contender {

		private final JavaProcess server;

		Http(JavaProcess server) {
			this.server = server;
			server.awaitReady();
		}

		@Override
		public Load run(int connections, Duration duration) {
			return Tool.wrk("register.lua", this.server.uri("/user/registration"), connections, duration,
					Long.toString(System.nanoTime(), Character.MAX_RADIX));
		}

	}

	private static final class Enrol extends Http {

		private final Database database;

		private final Kafka kafka;

		Enrol(Platform platform) {
			super(platform.command(0, Platform.partitions()));
			this.kafka = new Kafka(platform.bootstrapServers);
			this.database = platform.schema();
			platform.projector(this.database).awaitReady();
			platform.query(this.database).awaitReady();
		}

		/**
		 * Says too which part of the users was in the read model when the last was
		 * answered: what is not, is work that was put off.
		 */
		@Override
		public Map<String, Double> measure(int connections, Duration duration) {
			long before = this.database.users();
			Load load = run(connections, duration);
			Map<String, Double> metrics = load.metrics();
			metrics.put("projected at the end, %", 100.0 * (this.database.users() - before) / load.requests());
			return metrics;
		}

		@Override
		public void store(long count) {
			long there = this.database.users();
			if (there < count) {
				this.kafka.register(there, count - there);
				this.database.awaitUsers(count);
			}
		}

		@Override
		public void settle() {
			this.kafka.awaitDecisions();
			for (long before = -1; before < this.database.users();) {
				before = this.database.users();
				Platform.rest();
			}
		}

	}

	private static final class Crud extends Http {

		private final Database database;

		private final int flush;

		/**
		 * Starts one.
		 * @param flush as in {@code innodb_flush_log_at_trx_commit}: 1 for each commit on
		 * disk, 2 for each commit at the operating system, as on a single Kafka broker
		 */
		Crud(Platform platform, String schema, int flush) {
			super(platform.peer(PlainCrud.class, properties(platform.schema(schema).withReadModel())));
			this.database = platform.schema(schema);
			this.flush = flush;
		}

		private static Map<String, String> properties(Database database) {
			Map<String, String> properties = new HashMap<>(database.properties());
			properties.put("spring.datasource.url",
					database.jdbcUrl() + "&useServerPrepStmts=true&cachePrepStmts=true&useLocalSessionState=true");
			properties.put("spring.datasource.hikari.maximum-pool-size", Settings.text("crud.pool", "16"));
			properties.put("spring.threads.virtual.enabled", Settings.text("crud.virtual", "true"));
			properties.put("server.tomcat.threads.max", Settings.text("crud.threads", "200"));
			properties.put("management.endpoint.health.group.readiness.include", "readinessState,db");
			return properties;
		}

		@Override
		public Load run(int connections, Duration duration) {
			flush(this.flush);
			try {
				return super.run(connections, duration);
			}
			finally {
				flush(1);
			}
		}

		private void flush(int level) {
			this.database.sql().sql("SET GLOBAL innodb_flush_log_at_trx_commit = " + level).update();
		}

		@Override
		public void store(long count) {
			Rows.fill(this.database, count);
		}

	}

	private record Raw(Platform platform, Kafka kafka) implements Contender {

		private static final String TOPIC = "raw";

		Raw(Platform platform) {
			this(platform, new Kafka(platform.bootstrapServers));
			this.kafka.createTopic(TOPIC, Platform.partitions());
		}

		@Override
		public Load run(int connections, Duration duration) {
			// Its JVM is new each time.
			return Load.parse(Tool.java(RawKafka.class, this.platform.bootstrapServers, TOPIC, connections, 5,
					duration.toSeconds()));
		}

	}

}
