/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.enrol.events.EmailAddress;
import io.github.enrol.query.readmodel.UserView;
import io.github.enrol.testing.Account;
import io.github.enrol.testing.TestDatabase.Schema;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Replaces the projector: fills the real tables as the projector does.
 */
public final class ReadModel {

	private static final Path TABLES = Path.of("../projector-service/src/main/resources/db/migration");

	private final Schema schema;

	private final DriverManagerDataSource dataSource;

	private final JdbcClient jdbc;

	public ReadModel(Schema schema) {
		this.schema = schema;
		this.dataSource = new DriverManagerDataSource(schema.jdbcUrl(), schema.username(), schema.password());
		this.jdbc = JdbcClient.create(this.dataSource);
	}

	public void properties(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", this.schema::jdbcUrl);
		registry.add("spring.datasource.username", Account.QUERY::username);
		registry.add("spring.datasource.password", Account::password);
	}

	public ReadModel createTables() {
		try (Stream<Path> scripts = Files.list(TABLES)) {
			// Their names are in the order of their versions.
			new ResourceDatabasePopulator(scripts.sorted().map(FileSystemResource::new).toArray(Resource[]::new))
				.execute(this.dataSource);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	/**
	 * Executes a statement with all rights.
	 */
	void execute(String sql) {
		this.jdbc.sql(sql).update();
	}

	/**
	 * Returns the first column of a query.
	 */
	List<String> query(String sql) {
		return this.jdbc.sql(sql).query(String.class).list();
	}

	/**
	 * Returns how many queries the server has answered, those of others included.
	 */
	long selects() {
		return this.jdbc.sql("SHOW GLOBAL STATUS LIKE 'Com_select'").query((row, number) -> row.getLong(2)).single();
	}

	public void clear() {
		this.jdbc.sql("DELETE FROM users").update();
		this.jdbc.sql("DELETE FROM user_erasures").update();
		this.jdbc.sql("DELETE FROM projection_cursor").update();
		this.jdbc.sql("DELETE FROM projection_status").update();
	}

	/**
	 * Returns the id of the nth user: digits alone form a ULID too.
	 */
	public static String id(int number) {
		return "%026d".formatted(number);
	}

	public void register(int number) {
		register(number, "User " + number, "user" + number + "@example.com", "2026-01-02 03:04:05.678");
	}

	/**
	 * Adds a user as the nth command, and the nth event, of partition n modulo 4.
	 * @param createdAt in UTC
	 */
	public void register(int number, String name, String email, String createdAt) {
		inTransaction(() -> {
			int partition = number % 4;
			advance(partition, number, 1);
			this.jdbc.sql("""
					INSERT INTO users (id, name, email, email_key, created_at, event_partition, event_offset)
					SELECT ?, ?, ?, ?, ?, topic_partition, next_offset - 1 FROM projection_cursor
					WHERE topic_partition = ?""")
				.params(id(number), name, email, EmailAddress.of(email).key(), createdAt, partition)
				.update();
		});
	}

	/**
	 * Adds users in one statement, as events of partition 0.
	 */
	public void registerAll(List<UserView> users) {
		String rows = String.join(", ", Collections.nCopies(users.size(), "(?, ?, ?, ?, ?)"));
		this.jdbc.sql("INSERT INTO users (id, name, email, email_key, created_at) VALUES " + rows)
			.params(users.stream()
				.flatMap((user) -> Stream.of(user.id(), user.name(), user.email(), user.email(), user.createdAt()))
				.toList())
			.update();
		advance(0, 0, users.size());
	}

	public void advance(int partition, long commandOffset, int users) {
		this.jdbc.sql(
				"INSERT IGNORE INTO projection_cursor (topic_partition, next_offset, command_offset, users) VALUES (?, 0, -1, 0)")
			.param(partition)
			.update();
		this.jdbc
			.sql("UPDATE projection_cursor SET next_offset = next_offset + ?, command_offset = ?, users = users + ? "
					+ "WHERE topic_partition = ?")
			.params(users, commandOffset, users, partition)
			.update();
	}

	/**
	 * Erases the nth user by a command, and an event, of the user's partition.
	 */
	void erase(int number, long commandOffset) {
		inTransaction(() -> {
			int partition = number % 4;
			this.jdbc.sql("""
					INSERT INTO user_erasures (event_partition, event_offset, user_id, erased_at)
					SELECT topic_partition, next_offset, ?, NOW(3) FROM projection_cursor WHERE topic_partition = ?""")
				.params(id(number), partition)
				.update();
			pass(partition);
			this.jdbc
				.sql("UPDATE projection_cursor SET command_offset = ?, users = users - 1 WHERE topic_partition = ?")
				.params(commandOffset, partition)
				.update();
			this.jdbc.sql("DELETE FROM users WHERE id = ?").param(id(number)).update();
		});
	}

	/**
	 * Adds users as {@link #register(int)} does, in one transaction.
	 */
	void registerAll(int first, int count) {
		inTransaction(() -> IntStream.range(first, first + count).forEach(this::register));
	}

	/**
	 * Adds users of partition 0 whose texts are as long as they may be.
	 */
	void registerLong(int count) {
		inTransaction(() -> {
			advance(0, count, count);
			String row = "(?, REPEAT('\uD835\uDD38', 100), REPEAT('\uD835\uDD38', 254), ?, NOW(3), 0, ?)";
			for (int first = 0; first < count; first += 500) {
				List<Object> parameters = new ArrayList<>();
				for (int number = first; number < first + 500; number++) {
					parameters.addAll(List.of(id(number), "long" + number, number));
				}
				this.jdbc.sql(
						"INSERT INTO users (id, name, email, email_key, created_at, event_partition, event_offset) VALUES "
								+ String.join(", ", Collections.nCopies(500, row)))
					.params(parameters)
					.update();
			}
		});
	}

	/**
	 * Passes an event that brings no user.
	 */
	void pass(int partition) {
		execute("UPDATE projection_cursor SET next_offset = next_offset + 1 WHERE topic_partition = " + partition);
	}

	/**
	 * Replaces the table of users by an equal one, as a rebuild does.
	 */
	void exchange() {
		execute("DROP TABLE IF EXISTS users_rebuild, users_old");
		execute("CREATE TABLE users_rebuild LIKE users");
		execute("INSERT INTO users_rebuild (id, name, email, email_key, created_at, event_partition, event_offset) "
				+ "SELECT id, name, email, email_key, created_at, event_partition, event_offset FROM users");
		execute("RENAME TABLE users TO users_old, users_rebuild TO users");
	}

	private void inTransaction(Runnable work) {
		new TransactionTemplate(new JdbcTransactionManager(this.dataSource))
			.executeWithoutResult((transaction) -> work.run());
	}

}
