/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.enrol.projector.ProjectorOnRealParts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stop takes a bounded time whatever hangs, and loses nothing. Without its limits, each
 * of these would take a minute, the timeout of the database.
 */
class StopIntegrationTests extends ProjectorOnRealParts {

	/** Compose kills after 30 s; leaves some room for a slow machine. */
	private static final Duration BOUND = Duration.ofSeconds(20);

	@Test
	void stopsWhileRowsCannotBeWritten() throws Exception {
		ConfigurableApplicationContext projector = start();
		awaitUsers(0);
		try (Connection other = locking("SELECT * FROM users FOR UPDATE")) {
			send(0, "A", "a@example.com", 0);
			Awaitility.await().until(() -> underWay("INSERT INTO users") > 0);
			assertThatItStopsInTime(projector);
		}
		assertThatItGoesOn();
	}

	@Test
	void stopsWhileTheCursorCannotBeRead() throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(0);
			Awaitility.await().until(() -> cursor().size() == PARTITIONS);
		}
		send(0, "A", "a@example.com", 0);
		try (Connection other = locking("SELECT * FROM projection_cursor FOR UPDATE")) {
			ConfigurableApplicationContext projector = start("--spring.lifecycle.timeout-per-shutdown-phase=2s");
			Awaitility.await().until(() -> underWay("INSERT IGNORE INTO projection_cursor") > 0);
			assertThatItStopsInTime(projector);
		}
		assertThatItGoesOn();
	}

	@Test
	void stopsWhileKafkaIsDown() throws Exception {
		ConfigurableApplicationContext projector = start();
		awaitUsers(0);
		kafka.stop();
		try {
			assertThatItStopsInTime(projector);
		}
		finally {
			kafka.start();
		}
		send(0, "A", "a@example.com", 0);
		assertThatItGoesOn();
	}

	@Test
	void stopsWhileARebuildCannotExchangeTheTables() throws Exception {
		ConfigurableApplicationContext projector = start();
		send(0, "A", "a@example.com", 0);
		awaitUsers(1);
		try (Connection reader = locking("SELECT * FROM users")) {
			assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
			Awaitility.await().until(() -> underWay("RENAME TABLE") > 0);
			assertThatItStopsInTime(projector);
		}
		assertThatItGoesOn();
		assertThat(tables()).contains("users");
	}

	/**
	 * First the projection and rebuilds, concurrently: they finish their current step
	 * while Kafka, the database and the web server are available. Then the web server,
	 * which answers the requests it has accepted. Last the producer, which the projection
	 * needs for dead letters. The connection pool is no lifecycle bean and is closed
	 * after all of these.
	 */
	@Test
	void stopsInThisOrder() {
		try (ConfigurableApplicationContext projector = start()) {
			Map<Integer, Set<String>> phases = new TreeMap<>(Comparator.reverseOrder());
			projector.getBeansOfType(Lifecycle.class).forEach((name, bean) -> {
				int phase = (bean instanceof Phased phased) ? phased.getPhase() : 0;
				phases.computeIfAbsent(phase, (none) -> new TreeSet<>()).add(name);
			});
			assertThat(phases.values()).containsExactly(Set.of("rebuilds", "userEventsConsumer"),
					// There are no listeners.
					Set.of("org.springframework.kafka.config.internalKafkaListenerEndpointRegistry"),
					Set.of("webServerGracefulShutdown"), Set.of("webServerStartStop"),
					// It has no tasks.
					Set.of("applicationTaskExecutor"), Set.of("lifecycleProcessor"),
					Set.of("springBootLoggingLifecycle"), Set.of("kafkaProducerFactory"));
		}
	}

	private Connection locking(String select) throws SQLException {
		Connection connection = connect();
		connection.setAutoCommit(false);
		connection.createStatement().executeQuery(select).close();
		return connection;
	}

	private static void assertThatItStopsInTime(ConfigurableApplicationContext projector) {
		long start = System.nanoTime();
		projector.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
	}

	private void assertThatItGoesOn() throws Exception {
		try (ConfigurableApplicationContext projector = start()) {
			awaitUsers(1);
			send(0, "B", "b@example.com", 1);
			awaitUsers(2);
			assertThat(cursor()).contains(List.of(0L, 2L, 1L, 2L));
		}
	}

}
