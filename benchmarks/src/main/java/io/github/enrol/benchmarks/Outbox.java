/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * CRUD with a transactional outbox, a relay to Kafka, and a projection into a read model:
 * two processes, or three with Debezium.
 */
final class Outbox {

	/** How long no user may arrive before all are there. */
	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final Database users;

	private final Database readModel;

	private final JavaProcess server;

	private Outbox(Platform platform, String name, Database users, Map<String, String> relay) {
		this.users = users.withOutbox();
		this.readModel = platform.schema(name + "_read_model").withReadModel();
		new Kafka(platform.bootstrapServers).createTopic(name, Platform.partitions());
		Map<String, String> properties = new HashMap<>(Crud.properties(users));
		properties.putAll(relay);
		// Or a transaction would begin and end by turning it off and on.
		properties.put("spring.datasource.hikari.auto-commit", "false");
		this.server = platform.peer(OutboxCrud.class, properties);
		platform.program(OutboxProjection.class, this.readModel.jdbcUrl(), platform.bootstrapServers, name);
	}

	static Outbox polling(Platform platform) {
		String name = "outbox";
		return new Outbox(platform, name, platform.schema(name),
				Map.of("outbox.topic", name, "outbox.bootstrap-servers", platform.bootstrapServers,
						// One for the relay.
						"spring.datasource.hikari.maximum-pool-size",
						Integer.toString(Settings.number("crud.pool", 16) + 1)));
	}

	static Outbox debezium(Platform platform) {
		String name = "debezium";
		Outbox outbox = new Outbox(platform, name, platform.loggedSchema(name), Map.of());
		DebeziumRelay.start(platform, outbox.users, name);
		return outbox;
	}

	/**
	 * Its contender of that durability.
	 * @param flush {@link Database#DURABLE} or {@link Database#RELAXED}
	 */
	Contender contender(int flush) {
		return new Flushing(flush);
	}

	private final class Flushing extends HttpContender {

		private final int flush;

		private Instant began = Instant.now();

		Flushing(int flush) {
			super(Outbox.this.server);
			this.flush = flush;
		}

		@Override
		<T> T with(Supplier<T> load) {
			this.began = Instant.now();
			return Outbox.this.users.flushing(this.flush, () -> Outbox.this.readModel.flushing(this.flush, load));
		}

		@Override
		public Map<String, Double> measure(int connections, Duration duration) {
			Load load = run(connections, duration);
			Map<String, Double> metrics = load.metrics();
			metrics.put(Load.PROJECTED, 100.0 * Outbox.this.readModel.usersSince(this.began) / load.requests());
			return metrics;
		}

		@Override
		public Optional<Database> readModel() {
			return Optional.of(Outbox.this.readModel);
		}

		@Override
		public void store(long count) {
			Rows.fill(Outbox.this.users, count);
			Rows.fill(Outbox.this.readModel, count);
		}

		/**
		 * Debezium leaves the rows in the outbox. Whoever uses it drops them in large
		 * pieces.
		 */
		@Override
		public void settle() {
			long registered = Outbox.this.users.usersSince(this.began);
			Arrivals arrivals = Arrivals.await(() -> Outbox.this.readModel.usersSince(this.began), registered,
					PATIENCE);
			if (arrivals.users() < registered) {
				throw new IllegalStateException("stuck at " + arrivals.users() + " users of " + registered);
			}
			Platform.rest();
			Outbox.this.users.sql().sql("TRUNCATE outbox").update();
		}

	}

}
