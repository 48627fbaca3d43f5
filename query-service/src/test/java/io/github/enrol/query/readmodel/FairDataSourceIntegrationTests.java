/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.enrol.embedded.Ports;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class FairDataSourceIntegrationTests {

	private static final Schema schema = Backends.database().createSchema();

	private HikariDataSource pool;

	@AfterEach
	void closePool() {
		this.pool.close();
	}

	/**
	 * Whoever returns a connection is awake, and so would have it again before those that
	 * wait.
	 */
	@Test
	void nobodyOvertakesThoseThatWait() throws Exception {
		FairDataSource dataSource = dataSource(schema.jdbcUrl(), 10_000);
		for (int i = 0; i < 10; i++) {
			List<String> order = Collections.synchronizedList(new ArrayList<>());
			Connection connection = dataSource.getConnection();
			CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> use(dataSource, order, "waited"));
			await().pollInSameThread().until(() -> dataSource.waiting() == 1);
			connection.close();
			use(dataSource, order, "came later");
			waiting.join();
			assertThat(order).containsExactly("waited", "came later");
		}
	}

	@Test
	void aConnectionThatIsClosedTwiceEndsOneTurn() throws Exception {
		FairDataSource dataSource = dataSource(schema.jdbcUrl(), 500);
		Connection connection = dataSource.getConnection();
		connection.close();
		connection.close();
		try (Connection other = dataSource.getConnection()) {
			assertThat(other.isValid(1)).isTrue();
			assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(dataSource::getConnection)
				.withMessage("All connections (1) are in use, and no turn came in 500 ms");
		}
	}

	@Test
	void aConnectionThatIsNotThereEndsItsTurn() throws Exception {
		FairDataSource dataSource = dataSource("jdbc:mysql://127.0.0.1:" + Ports.free() + "/enrol", 250);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(dataSource::getConnection)
				.withMessageNotContaining("turn");
		}
	}

	@Test
	void whoIsInterruptedStopsWaiting() throws Exception {
		FairDataSource dataSource = dataSource(schema.jdbcUrl(), 60_000);
		try (Connection connection = dataSource.getConnection()) {
			assertThat(connection.isValid(1)).isTrue();
			AtomicReference<Throwable> failure = new AtomicReference<>();
			Thread waiting = new Thread(() -> {
				try (Connection other = dataSource.getConnection()) {
					failure.set(new AssertionError(other));
				}
				catch (SQLException ex) {
					failure.set(Thread.currentThread().isInterrupted() ? ex : new AssertionError("not interrupted"));
				}
			});
			waiting.start();
			await().until(() -> dataSource.waiting() == 1);
			waiting.interrupt();
			waiting.join();
			assertThat(failure.get()).isInstanceOf(SQLException.class);
		}
	}

	/**
	 * What a user of a connection may do, in random order and by more threads than there
	 * are connections.
	 */
	@Test
	void noTurnIsLostOrWonWhateverHappensToConnections() throws Exception {
		int size = 4;
		FairDataSource dataSource = dataSource(schema.jdbcUrl(), size, 2_000);
		List<Use> uses = List.of((connection) -> execute(connection, "DO SLEEP(0.002)"),
				(connection) -> execute(connection, "SELECT nonsense"),
				(connection) -> execute(connection, "KILL CONNECTION_ID()"), Connection::close,
				(connection) -> connection.abort(Runnable::run), (connection) -> Thread.currentThread().interrupt());
		List<CompletableFuture<Void>> threads = IntStream.range(0, 4 * size)
			.mapToObj((seed) -> CompletableFuture.runAsync(() -> useAtRandom(dataSource, uses, new Random(seed)),
					(thread) -> new Thread(thread).start()))
			.toList();
		threads.forEach(CompletableFuture::join);
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			connections.add(dataSource.getConnection());
		}
		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(dataSource::getConnection)
			.withMessageContaining("no turn");
		for (Connection connection : connections) {
			connection.close();
		}
	}

	private static void useAtRandom(FairDataSource dataSource, List<Use> uses, Random random) {
		for (int i = 0; i < 30; i++) {
			try (Connection connection = dataSource.getConnection()) {
				uses.get(random.nextInt(uses.size())).of(connection);
			}
			catch (SQLException expected) {
				// Some of the uses fail, and an interrupted thread gets no connection.
				Thread.interrupted();
			}
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static void use(FairDataSource dataSource, List<String> order, String name) {
		try (Connection connection = dataSource.getConnection()) {
			order.add(name);
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
	}

	private FairDataSource dataSource(String url, long patience) {
		return dataSource(url, 1, patience);
	}

	/**
	 * Creates what is to be tested.
	 * @param patience in ms
	 */
	private FairDataSource dataSource(String url, int size, long patience) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setUsername(schema.username());
		config.setPassword(schema.password());
		config.setMaximumPoolSize(size);
		config.setConnectionTimeout(patience);
		config.setInitializationFailTimeout(-1);
		this.pool = new HikariDataSource(config);
		return new FairDataSource(this.pool);
	}

	/** What is done with a connection. */
	private interface Use {

		void of(Connection connection) throws SQLException;

	}

}
