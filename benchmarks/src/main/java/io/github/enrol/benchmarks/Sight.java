/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How a user is seen to be visible.
 */
interface Sight {

	/**
	 * Waits for it.
	 * @param location its link, with its id as the last segment of the path
	 * @return whether it was there
	 */
	CompletableFuture<Boolean> await(URI location);

	/**
	 * By following the link, where a service waits until the user is visible.
	 */
	final class Link implements Sight {

		private static final HttpClient HTTP = HttpClient.newHttpClient();

		private final HttpContender contender;

		Link(HttpContender contender) {
			this.contender = contender;
		}

		@Override
		public CompletableFuture<Boolean> await(URI location) {
			return HTTP.sendAsync(this.contender.request(location).build(), BodyHandlers.discarding())
				.thenApply((answer) -> answer.statusCode() == 200);
		}

	}

	/**
	 * By asking the table, for all who are awaited at once: a peer without a service for
	 * reading saves its time, and loses half of an interval.
	 */
	final class Table implements Sight, AutoCloseable {

		private static final Duration INTERVAL = Duration.ofMillis(5);

		private final Map<String, CompletableFuture<Boolean>> awaited = new ConcurrentHashMap<>();

		private final Database database;

		private final Thread thread = new Thread(this::look, "sight");

		Table(Database database) {
			this.database = database;
			this.thread.start();
		}

		@Override
		public CompletableFuture<Boolean> await(URI location) {
			String path = location.getPath();
			return this.awaited
				.computeIfAbsent(path.substring(path.lastIndexOf('/') + 1), (id) -> new CompletableFuture<>())
				.completeOnTimeout(false, 30, TimeUnit.SECONDS);
		}

		private void look() {
			try (Connection connection = DriverManager.getConnection(
					this.database.jdbcUrl() + "&useServerPrepStmts=true&cachePrepStmts=true", Database.USERNAME,
					Database.USERNAME)) {
				while (!Thread.currentThread().isInterrupted()) {
					look(connection, List.copyOf(this.awaited.keySet()));
					JavaProcess.pause(INTERVAL);
				}
			}
			catch (SQLException ex) {
				this.awaited.values().forEach((user) -> user.completeExceptionally(ex));
			}
		}

		private void look(Connection connection, List<String> ids) throws SQLException {
			if (ids.isEmpty()) {
				return;
			}
			String marks = String.join(",", Collections.nCopies(ids.size(), "?"));
			try (PreparedStatement select = connection
				.prepareStatement("SELECT id FROM users WHERE id IN (" + marks + ")")) {
				for (int i = 0; i < ids.size(); i++) {
					select.setString(i + 1, ids.get(i));
				}
				try (ResultSet rows = select.executeQuery()) {
					while (rows.next()) {
						String id = rows.getString(1);
						this.awaited.computeIfPresent(id, (key, user) -> {
							user.complete(true);
							return null;
						});
					}
				}
			}
		}

		@Override
		public void close() {
			this.thread.interrupt();
		}

	}

}
