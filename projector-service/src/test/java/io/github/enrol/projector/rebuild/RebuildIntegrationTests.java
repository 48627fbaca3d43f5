/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.rebuild;

import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.enrol.events.UserEvents;
import io.github.enrol.projector.ProjectorOnRealParts;
import io.github.enrol.projector.projection.AssignedConsumers;
import io.github.enrol.projector.projection.ProjectionCursor;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.WholeTopic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rebuilds and replays with a real broker and a real database.
 */
class RebuildIntegrationTests extends ProjectorOnRealParts {

	/**
	 * Since JDK 25 the common pool may have a single thread, too few for reader and
	 * writer.
	 */
	private static final Executor NEW_THREADS = (task) -> new Thread(task).start();

	@Test
	void readersSeeNoFewerUsersAndNoErrorDuringARebuild() throws Exception {
		int before = 3_000;
		int during = 1_500;
		sendAll(0, before);
		try (ConfigurableApplicationContext one = start(); ConfigurableApplicationContext two = start()) {
			awaitUsers(before);
			AtomicBoolean rebuilding = new AtomicBoolean(true);
			AtomicInteger reads = new AtomicInteger();
			CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> readPages(rebuilding, reads),
					NEW_THREADS);
			CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> sendAll(before, during), NEW_THREADS);
			for (ConfigurableApplicationContext instance : List.of(one, two, one)) {
				assertThat(post(instance, "rebuild").statusCode()).isEqualTo(202);
				awaitState(instance, "DONE");
			}
			writer.join();
			awaitUsers(before + during);
			assertThat(post(two, "rebuild").statusCode()).isEqualTo(202);
			awaitState(two, "DONE");
			rebuilding.set(false);
			reader.join();
			assertThat(reads.get()).isGreaterThan(10);
		}
		assertThat(tables()).containsExactlyInAnyOrder("flyway_schema_history", "projection_cursor",
				"projection_status", "user_erasures", "users");
		assertThatTablesAreAsIfProjectedAnew(before + during);
	}

	/**
	 * Compaction removes some registrations with their erasures, and of others the
	 * registration alone.
	 */
	@Test
	void aRebuildFromACompactedLogGivesTheSameRows() throws Exception {
		try (Admin admin = admin(); ConfigurableApplicationContext projector = start()) {
			alter(admin, Map.of("cleanup.policy", "compact", "segment.ms", "100", "max.compaction.lag.ms", "1",
					"min.cleanable.dirty.ratio", "0.001", "delete.retention.ms", "0"));
			sendAll(0, 30);
			awaitUsers(30);
			Map<String, String> ids = idsByAddress();
			for (int i = 0; i < 27; i++) {
				String email = "user" + i + "@example.com";
				producer.send(erasure(i % PARTITIONS, ids.get(email), email, 30 + i));
			}
			producer.flush();
			awaitUsers(3);
			AtomicInteger more = new AtomicInteger(100);
			// Only closed segments are compacted, and a record closes the one before.
			Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(300)).until(() -> {
				sendAll(more.getAndAdd(3), 3);
				return records() == more.get() - 100 + 3;
			});
			awaitUsers(more.get() - 100 + 3);
			List<List<String>> rows = allRows();
			assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
			awaitState(projector, "DONE");
			assertThat(get(projector, "rebuild").body()).contains("\"changed\":[]");
			assertThat(allRows()).isEqualTo(rows);
		}
	}

	/** While the log still has their registrations. */
	@Test
	void aRebuildShowsNoErasedUser() throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			sendAll(0, 9);
			awaitUsers(9);
			Map<String, String> ids = idsByAddress();
			for (int i = 0; i < 6; i++) {
				String email = "user" + i + "@example.com";
				producer.send(erasure(i % PARTITIONS, ids.get(email), email, 9 + i));
			}
			// Of the address of one of them.
			send(0, "Next", "user0@example.com", 15);
			awaitUsers(4);
			Awaitility.await().until(() -> cursor().stream().mapToLong((row) -> row.get(1)).sum() == 16);
			List<List<String>> rows = allRows();
			assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
			awaitState(projector, "DONE");
			assertThat(get(projector, "rebuild").body()).contains("\"changed\":[]", "\"rejected\":0");
			assertThat(allRows()).isEqualTo(rows);
		}
	}

	/** Such as erasures that were not read while their tombstones lived. */
	@Test
	void fewerUsersNeedAWord() throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			sendAll(0, 3);
			awaitUsers(3);
			this.database.sql("""
					INSERT INTO users (id, name, email, email_key, created_at)
					VALUES ('01KAS3T8R5Y9M2V7QX5Z000009', 'Gone', 'gone@example.com', 'gone@example.com', NOW(3))""")
				.update();
			this.database.sql("UPDATE projection_cursor SET users = users + 1 WHERE topic_partition = 0").update();
			assertThat(post(projector, "rebuild/other").statusCode()).isEqualTo(404);
			assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
			awaitState(projector, "FAILED");
			assertThat(get(projector, "rebuild").body()).contains("fewer than the 4 that are counted now");
			assertThat(post(projector, "rebuild/fewer-users").statusCode()).isEqualTo(202);
			awaitState(projector, "DONE");
			assertThat(get(projector, "rebuild").body()).contains("\"changed\":[\"01KAS3T8R5Y9M2V7QX5Z000009\"]");
			awaitUsers(3);
			assertThat(cursor().stream().mapToLong((row) -> row.get(3)).sum()).isEqualTo(3);
		}
	}

	private static void alter(Admin admin, Map<String, String> configs) throws Exception {
		admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, UserEvents.TOPIC),
				configs.entrySet()
					.stream()
					.map((config) -> new AlterConfigOp(new ConfigEntry(config.getKey(), config.getValue()),
							AlterConfigOp.OpType.SET))
					.toList()))
			.all()
			.get();
	}

	/** Returns the number of records in the log. */
	private static int records() {
		return WholeTopic
			.read(kafka.bootstrapServers(), UserEvents.TOPIC, IsolationLevel.READ_UNCOMMITTED,
					new ByteArrayDeserializer())
			.size();
	}

	private Map<String, String> idsByAddress() {
		Map<String, String> ids = new HashMap<>();
		this.database.sql("SELECT email_key, id FROM users").query((row) -> {
			ids.put(row.getString(1), row.getString(2));
		});
		return ids;
	}

	@Test
	void damagedRowsAreRepairedAndDeadLettersAreNotRepeated() throws Exception {
		sendAll(0, 60);
		send(0, "n".repeat(101), "long@example.com", 60);
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(60);
			Awaitility.await().until(() -> cursor().stream().mapToLong((row) -> row.get(1)).sum() == 61);
			List<List<String>> intact = allRows();
			int letters = deadLetters().size();
			this.database.sql("DELETE FROM users WHERE email_key = 'user7@example.com'").update();
			this.database.sql("UPDATE users SET name = 'damaged' WHERE email_key = 'user8@example.com'").update();
			this.database.sql("UPDATE projection_cursor SET users = users - 1 WHERE topic_partition = 1").update();
			String damaged = this.database.sql("SELECT id FROM users WHERE name = 'damaged'")
				.query(String.class)
				.single();
			// Leftovers of a crash.
			this.database.sql("CREATE TABLE users_old LIKE users").update();
			this.database.sql("CREATE TABLE users_rebuild (nothing INT)").update();
			assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
			awaitState(projector, "DONE");
			assertThat(get(projector, "rebuild").body()).contains("\"rejected\":1", "\"skipped\":0", "\"kept\":[]",
					"\"changed\":[\"" + damaged + "\"]");
			assertThat(allRows()).isEqualTo(intact);
			assertThat(deadLetters()).hasSize(letters);
			assertThat(tables()).containsExactlyInAnyOrder("flyway_schema_history", "projection_cursor",
					"projection_status", "user_erasures", "users");
			send(0, "Later", "later@example.com", 61);
			awaitUsers(61);
		}
	}

	@Test
	void aSecondRebuildIsRefusedByEveryInstance() throws Exception {
		sendAll(0, 30);
		try (ConfigurableApplicationContext one = start();
				ConfigurableApplicationContext two = start();
				Connection slow = connect();
				Statement statement = slow.createStatement()) {
			awaitUsers(30);
			// A long-running reader: the exchange has to wait for it.
			slow.setAutoCommit(false);
			statement.executeQuery("SELECT id FROM users").close();
			assertThat(post(one, "rebuild").statusCode()).isEqualTo(202);
			assertThat(get(one, "rebuild").body()).contains("RUNNING");
			for (ConfigurableApplicationContext instance : List.of(one, two)) {
				HttpResponse<String> refused = post(instance, "rebuild");
				assertThat(refused.statusCode()).isEqualTo(409);
				assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
			}
			// The live projection is held only briefly.
			send(0, "Meanwhile", "meanwhile@example.com", 30);
			Awaitility.await().until(() -> cursor().stream().mapToLong((row) -> row.get(3)).sum() == 31);
			slow.commit();
			awaitState(one, "DONE");
			awaitUsers(31);
			assertThat(post(two, "rebuild").statusCode()).isEqualTo(202);
			awaitState(two, "DONE");
		}
		assertThatTablesAreAsIfProjectedAnew(31);
	}

	@Test
	void aModelWithFewerUsersIsNotPutInPlace() throws Exception {
		sendAll(0, 30);
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(30);
			this.database.sql("UPDATE projection_cursor SET users = users + 1 WHERE topic_partition = 0").update();
			List<List<String>> rows = allRows();
			assertThat(post(projector, "rebuild/other").statusCode()).isEqualTo(404);
			assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
			awaitState(projector, "FAILED");
			assertThat(get(projector, "rebuild").body()).contains("30 users, fewer than the 31");
			assertThat(allRows()).isEqualTo(rows);
		}
	}

	@Test
	void theLiveProjectionMayMoveOnBetweenAnyTwoStepsOfTheBeginning() throws Exception {
		sendAll(0, 30);
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(30);
			AtomicInteger users = new AtomicInteger(30);
			AtomicBoolean began = new AtomicBoolean();
			Consumer<String, byte[]> consumer = afterEachCall(projector.getBean(AssignedConsumers.class).get(),
					(method) -> {
						if (!began.get()) {
							sendAll(users.getAndAdd(PARTITIONS), PARTITIONS);
							awaitUsers(users.get());
							began.set(method.equals("endOffsets"));
						}
					});
			Rebuilds rebuilds = new Rebuilds(projector.getBean(Flyway.class).getConfiguration().getDataSource(),
					projector.getBean(JdbcTemplate.class), projector.getBean(PlatformTransactionManager.class),
					projector.getBean(ProjectionCursor.class), () -> consumer);
			assertThat(rebuilds.begin(false)).isTrue();
			Awaitility.await().until(() -> rebuilds.status().state() != Rebuilds.State.RUNNING);
			assertThat(rebuilds.status().failure()).isNull();
			assertThat(began).isTrue();
		}
		assertThatTablesAreAsIfProjectedAnew(users().size());
	}

	@SuppressWarnings("unchecked")
	private static Consumer<String, byte[]> afterEachCall(Consumer<String, byte[]> consumer,
			java.util.function.Consumer<String> hook) {
		return (Consumer<String, byte[]>) Proxy.newProxyInstance(Consumer.class.getClassLoader(),
				new Class<?>[] { Consumer.class }, (self, method, args) -> {
					Object result = method.invoke(consumer, args);
					hook.accept(method.getName());
					return result;
				});
	}

	@ParameterizedTest
	@ValueSource(longs = { 17, 20261125 })
	void aUserStaysThoughAnEventOfAnotherPartitionHasTheSameAddressOrId(long seed) throws Exception {
		Random random = new Random(seed);
		int events = 0;
		try (ConfigurableApplicationContext projector = start()) {
			for (int round = 0; round < 4; round++) {
				for (int i = 0; i < 10; i++, events++) {
					producer
						.send(event(random.nextInt(PARTITIONS), "01KAS3T8R5Y9M2V7QX4Z8000" + (10 + random.nextInt(20)),
								"User " + events, "user" + random.nextInt(8) + "@example.com", events));
				}
				long sent = events;
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.ignoreExceptions()
					.until(() -> cursor().stream().mapToLong((row) -> row.get(1)).sum() == sent);
			}
			List<List<String>> rows = allRows();
			for (int i = 0; i < 2; i++) {
				assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
				awaitState(projector, "DONE");
				assertThat(allRows()).isEqualTo(rows);
			}
			assertThat(get(projector, "rebuild").body()).contains("\"kept\":[\"01KAS3T8R5Y9M2V7QX4Z8000",
					"\"changed\":[]", "\"rejected\":" + (events - users().size()));
		}
	}

	@Test
	void aDeadLetterIsAppliedOnceItsCauseIsGone() throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			send(0, "First", "taken@example.com", 0);
			awaitUsers(1);
			send(0, "Second", "taken@example.com", 1);
			Awaitility.await().until(() -> cursor().contains(List.of(0L, 2L, 1L, 1L)));
			var letter = deadLetters().get(deadLetters().size() - 1);
			String path = "deadletters/" + letter.partition() + "/" + letter.offset();
			assertThat(get(projector, "deadletters").body()).contains("\"offset\":" + letter.offset())
				.contains("DuplicateKeyException")
				.doesNotContain("taken@example.com");
			HttpResponse<String> refused = post(projector, path);
			assertThat(refused.statusCode()).isEqualTo(409);
			assertThat(refused.body()).contains("DuplicateKeyException").doesNotContain("taken@example.com");
			assertThat(cursor()).contains(List.of(0L, 2L, 1L, 1L));
			this.database.sql("UPDATE users SET email_key = 'moved@example.com'").update();
			assertThat(post(projector, path).body()).contains("\"applied\"");
			assertThat(post(projector, path).body()).contains("already applied");
			assertThat(cursor()).contains(List.of(0L, 2L, 1L, 2L));
			assertThat(users()).extracting((user) -> user.get("name")).containsExactlyInAnyOrder("First", "Second");
			assertThat(post(projector, "deadletters/0/1000000").statusCode()).isEqualTo(404);
			assertThat(post(projector, "deadletters/9/0").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void withoutDatabaseOrKafkaBothEndpointsFailAndTheModelStays() throws Exception {
		sendAll(0, 30);
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(30);
			List<List<String>> rows = allRows();
			Backends.database().stop();
			try {
				assertThatItIsUnavailable(post(projector, "rebuild"));
			}
			finally {
				Backends.database().start();
			}
			kafka.stop();
			try {
				// Fails while the others wait as long.
				assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
				for (Future<HttpResponse<String>> answer : ForkJoinPool.commonPool()
					.<HttpResponse<String>>invokeAll(
							List.of(() -> get(projector, "deadletters"), () -> post(projector, "deadletters/0/0")))) {
					assertThatItIsUnavailable(answer.get());
				}
				awaitState(projector, "FAILED");
				assertThat(get(projector, "rebuild").body()).contains("TimeoutException");
			}
			finally {
				kafka.start();
			}
			assertThat(allRows()).isEqualTo(rows);
			assertThat(tables()).containsExactlyInAnyOrder("flyway_schema_history", "projection_cursor",
					"projection_status", "user_erasures", "users");
			assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
			awaitState(projector, "DONE");
			assertThat(allRows()).isEqualTo(rows);
		}
	}

	private static void assertThatItIsUnavailable(HttpResponse<String> answer) {
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.body()).contains("cannot be reached");
	}

	private static void sendAll(int first, int count) {
		for (int i = first; i < first + count; i++) {
			producer.send(event(i % PARTITIONS, "User " + i, "User" + i + "@example.com", i));
		}
		producer.flush();
	}

	/**
	 * Reads as the query-service does: a page and the total in one transaction.
	 */
	private void readPages(AtomicBoolean goOn, AtomicInteger reads) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			long highest = 0;
			while (goOn.get()) {
				long users = number(statement, "SELECT COUNT(*) FROM users");
				long total = number(statement, "SELECT SUM(users) FROM projection_cursor");
				connection.commit();
				assertThat(users).isEqualTo(total).isGreaterThanOrEqualTo(highest);
				highest = users;
				reads.incrementAndGet();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long number(Statement statement, String query) throws SQLException {
		try (ResultSet result = statement.executeQuery(query)) {
			result.next();
			return result.getLong(1);
		}
	}

	private void assertThatTablesAreAsIfProjectedAnew(int users) {
		List<List<String>> rebuilt = allRows();
		this.database
			.sql("DROP TABLE users, user_erasures, projection_cursor, projection_status, flyway_schema_history")
			.update();
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(users);
		}
		assertThat(rebuilt).isEqualTo(allRows());
	}

}
