/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.query.Api.Answer;
import io.github.enrol.query.readmodel.FeedPosition;
import io.github.enrol.query.readmodel.ProjectionProgress;
import io.github.enrol.testing.Account;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The order in which the service stops: readiness, then the web server waits for its last
 * requests, then everything that those need.
 */
class StopIntegrationTests {

	private final Schema schema = Backends.database().createSchema();

	private final ReadModel readModel = new ReadModel(this.schema).createTables();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void waitingRequestIsAnsweredDuringAStop(boolean virtualThreads) {
		ServletWebServerApplicationContext context = start(virtualThreads);
		ProjectionProgress progress = context.getBean(ProjectionProgress.class);
		ApplicationAvailability availability = context.getBean(ApplicationAvailability.class);
		int port = context.getWebServer().getPort();
		Api api = new Api(port);
		CompletableFuture<Answer> waiting = api.getAsync("/users?at=" + new ConsistencyToken(1, 100).encode());
		await().until(() -> progress.waiting() == 1);
		CompletableFuture<Void> stop = CompletableFuture.runAsync(context::close);
		await().until(() -> availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC);
		await().until(() -> isRefused(port));
		assertThat(stop).isNotDone();
		this.readModel.advance(1, 100, 0);
		assertThat(waiting.join().status()).isEqualTo(200);
		stop.join();
	}

	/**
	 * Also those who do not read: the server would wait until they have taken everything.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void readersOfTheFeedDoNotHoldUpAStop(boolean virtualThreads) throws Exception {
		this.readModel.registerLong(4_000);
		ServletWebServerApplicationContext context = start(virtualThreads);
		int port = context.getWebServer().getPort();
		String beginning = new FeedPosition(List.of()).encode();
		try (FeedClient reader = new FeedClient(port, "/users", 0);
				FeedClient stuck = new FeedClient(port, "/users", 1_024, "Last-Event-ID: " + beginning)) {
			reader.next("position");
			stuck.next("user");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			await().until(() -> meters.get("query.feed.readers").gauge().value() == 2);
			long start = System.nanoTime();
			context.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
			assertThat(reader.next()).isEmpty();
		}
	}

	@Test
	void lifecycleBeansStopBeforeTheirDependencies() {
		try (ServletWebServerApplicationContext context = start(false)) {
			assertThat(context.getBeansOfType(SmartLifecycle.class)
				.entrySet()
				.stream()
				.sorted(Comparator.comparing((Map.Entry<String, SmartLifecycle> bean) -> -bean.getValue().getPhase()))
				.map(Map.Entry::getKey)).containsExactly("usersFeed", "webServerGracefulShutdown", "webServerStartStop",
						"applicationTaskExecutor", "springBootLoggingLifecycle");
			// The others are destroyed after these, which is why they have no phase.
			assertThat(context.getBean(ProjectionProgress.class)).isNotInstanceOf(Lifecycle.class);
			assertThat(context.getBean(DataSource.class)).isNotInstanceOf(Lifecycle.class);
		}
	}

	private static boolean isRefused(int port) {
		try {
			new Socket("127.0.0.1", port).close();
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private ServletWebServerApplicationContext start(boolean virtualThreads) {
		return (ServletWebServerApplicationContext) QueryServiceApplication.application()
			.run("--server.port=0", "--query.consistency-wait=20s", "--spring.lifecycle.timeout-per-shutdown-phase=30s",
					"--spring.threads.virtual.enabled=" + virtualThreads,
					"--spring.datasource.url=" + this.schema.jdbcUrl(),
					"--spring.datasource.username=" + Account.QUERY.username(),
					"--spring.datasource.password=" + Account.password());
	}

}
