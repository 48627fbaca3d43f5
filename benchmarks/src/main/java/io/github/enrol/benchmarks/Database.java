/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.github.f4b6a3.ulid.Ulid;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * One schema of the database.
 *
 * @param jdbcUrl where it is
 */
record Database(String jdbcUrl) {

	/** Each commit is on disk: {@code innodb_flush_log_at_trx_commit}. */
	static final int DURABLE = 1;

	/** Each commit is with the operating system, as on a single Kafka broker. */
	static final int RELAXED = 2;

	private static final Path SCRIPTS = Path.of("../projector-service/src/main/resources/db/migration");

	/** Also the password. */
	static final String USERNAME = "enrol";

	/**
	 * For MariaDB's own driver, which sends batches as such without being told.
	 */
	String mariaDbUrl() {
		return this.jdbcUrl.replaceAll("\\?.*", "").replace("jdbc:mysql:", "jdbc:mariadb:");
	}

	/**
	 * The same by TLS: the driver refuses a server that has none. It does not check the
	 * certificate, which would cost something for each connection, but none for a
	 * statement.
	 */
	Database encrypted() {
		return new Database(this.jdbcUrl.replace("sslMode=DISABLED", "sslMode=REQUIRED"));
	}

	String name() {
		return this.jdbcUrl.replaceAll(".*/|\\?.*", "");
	}

	JdbcClient sql() {
		return JdbcClient.create(dataSource());
	}

	private DriverManagerDataSource dataSource() {
		return new DriverManagerDataSource(this.jdbcUrl, USERNAME, USERNAME);
	}

	Map<String, String> properties() {
		return Map.of("spring.datasource.url", this.jdbcUrl, "spring.datasource.username", USERNAME,
				"spring.datasource.password", USERNAME);
	}

	/**
	 * Makes the tables of the read model, by the projector's own scripts.
	 */
	Database withReadModel() {
		try (Stream<Path> scripts = Files.list(SCRIPTS)) {
			// Their names are in the order of their versions.
			return with(scripts.sorted().map(FileSystemResource::new).toArray(Resource[]::new));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Makes tables of users and events.
	 */
	Database withOutbox() {
		return with(new ClassPathResource("outbox.sql"));
	}

	Database with(Resource... scripts) {
		new ResourceDatabasePopulator(scripts).execute(dataSource());
		return this;
	}

	/**
	 * Runs something with that durability of each commit of the server, and then goes
	 * back to the usual one. A binary log, if there is one, is as durable.
	 */
	<T> T flushing(int level, Supplier<T> program) {
		flush(level);
		try {
			return program.get();
		}
		finally {
			flush(DURABLE);
		}
	}

	private void flush(int level) {
		sql().sql("SET GLOBAL innodb_flush_log_at_trx_commit = " + level).update();
		sql().sql("SET GLOBAL sync_binlog = " + ((level == DURABLE) ? 1 : 0)).update();
	}

	/**
	 * Lets the server keep that much of its tables in memory.
	 * @param mebibytes the size of InnoDB's buffer pool
	 */
	void useMemory(int mebibytes) {
		sql().sql("SET GLOBAL innodb_buffer_pool_size = " + mebibytes * 1024L * 1024).update();
	}

	/**
	 * How many users are projected.
	 */
	long users() {
		return sql().sql("SELECT COALESCE(SUM(users), 0) FROM projection_cursor").query(Long.class).single();
	}

	/**
	 * How many users have registered since then, by their ULIDs.
	 */
	long usersSince(Instant time) {
		return sql().sql("SELECT COUNT(*) FROM users WHERE id >= ?")
			.param(new Ulid(time.toEpochMilli() << 16, 0).toString())
			.query(Long.class)
			.single();
	}

	/**
	 * Waits until nothing is asked of it any more. Whoever gave up waiting for an answer
	 * has not stopped the query.
	 */
	void awaitIdle() {
		while (sql().sql(
				"SELECT COUNT(*) FROM information_schema.processlist WHERE command = 'Query' AND id <> CONNECTION_ID()")
			.query(Long.class)
			.single() > 0) {
			JavaProcess.pause(Duration.ofMillis(100));
		}
	}

	/**
	 * Waits until that many users are projected.
	 */
	void awaitUsers(long count) {
		long least = -1;
		long since = System.nanoTime();
		for (long users = users(); users < count; users = users()) {
			if (users > least) {
				least = users;
				since = System.nanoTime();
			}
			if (System.nanoTime() - since > Duration.ofMinutes(2).toNanos()) {
				throw new IllegalStateException("stuck at " + users + " users of " + count);
			}
			JavaProcess.pause(Duration.ofMillis(100));
		}
	}

}
