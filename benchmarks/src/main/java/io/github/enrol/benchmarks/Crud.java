/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Plain CRUD, whose users are visible at once.
 */
final class Crud extends HttpContender {

	private final Database database;

	private final int flush;

	/**
	 * Starts one.
	 * @param flush {@link Database#DURABLE} or {@link Database#RELAXED}
	 */
	Crud(Platform platform, String schema, int flush) {
		super(platform.peer(PlainCrud.class, properties(platform.schema(schema).withReadModel())));
		this.database = platform.schema(schema);
		this.flush = flush;
	}

	/**
	 * What beat all else here.
	 */
	static Map<String, String> properties(Database database) {
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
	<T> T with(Supplier<T> load) {
		return this.database.flushing(this.flush, load);
	}

	@Override
	public Optional<Database> readModel() {
		return Optional.of(this.database);
	}

	@Override
	public void store(long count) {
		Rows.fill(this.database, count);
	}

}
