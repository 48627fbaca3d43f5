/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * One schema of the database.
 *
 * @param jdbcUrl where it is
 */
record Database(String jdbcUrl) {

	private static final Path SCRIPTS = Path.of("../projector-service/src/main/resources/db/migration");

	/** Also the password. */
	static final String USERNAME = "enrol";

	/**
	 * For MariaDB's own driver, which sends batches as such without being told.
	 */
	String mariaDbUrl() {
		return this.jdbcUrl.replaceAll("\\?.*", "").replace("jdbc:mysql:", "jdbc:mariadb:");
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
		try (Connection connection = dataSource().getConnection(); Stream<Path> scripts = Files.list(SCRIPTS)) {
			// Their names are in the order of their versions.
			scripts.sorted()
				.forEach((script) -> ScriptUtils.executeSqlScript(connection, new FileSystemResource(script)));
			return this;
		}
		catch (SQLException | IOException ex) {
			throw new IllegalStateException(ex);
		}
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
