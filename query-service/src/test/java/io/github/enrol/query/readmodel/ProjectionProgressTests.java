/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.query.QueryProperties;
import io.github.enrol.query.readmodel.ProjectionProgress.Outcome;
import io.github.enrol.query.readmodel.UserViews.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class ProjectionProgressTests {

	private static final Duration NEVER = Duration.ofSeconds(20);

	private final AtomicInteger looks = new AtomicInteger();

	private volatile Supplier<List<Position>> cursors = List::of;

	private ProjectionProgress progress = progress(NEVER);

	@AfterEach
	void stop() {
		this.progress.destroy();
	}

	@Test
	void reachedTokenIsRememberedAndNotLookedUpAgain() {
		this.cursors = () -> List.of(new Position(1, 7));
		assertThat(reaches(1, 7).join()).isEqualTo(Outcome.REACHED);
		awaitLastLook();
		int before = this.looks.get();
		assertThat(reaches(1, 7)).isCompletedWithValue(Outcome.REACHED);
		assertThat(reaches(1, 3)).isCompletedWithValue(Outcome.REACHED);
		assertThat(this.looks).hasValue(before);
	}

	@Test
	void cursorsAreReadWhileARequestWaitsAndOnlyThen() {
		assertThat(this.looks).hasValue(0);
		CompletableFuture<Outcome> waiting = reaches(1, 7);
		await().until(() -> this.looks.get() > 3);
		this.cursors = () -> List.of(new Position(1, 7));
		assertThat(waiting.join()).isEqualTo(Outcome.REACHED);
		awaitLastLook();
	}

	@Test
	void tokenNotReachedInTimeIsReportedAsSuch() {
		this.progress = progress(Duration.ofMillis(50));
		this.cursors = () -> List.of(new Position(1, 6));
		assertThat(reaches(1, 7).join()).isEqualTo(Outcome.NOT_IN_TIME);
	}

	@Test
	void manyRequestsWaitForOnePollAndOneMoreIsRefused() {
		List<CompletableFuture<Outcome>> waiting = IntStream.range(0, 100)
			.mapToObj((offset) -> reaches(offset % 4, offset))
			.toList();
		assertThatExceptionOfType(Problem.class).isThrownBy(() -> reaches(1, 1));
		this.cursors = () -> IntStream.range(0, 4).mapToObj((partition) -> new Position(partition, 1_000)).toList();
		assertThat(waiting).allSatisfy((one) -> assertThat(one.join()).isEqualTo(Outcome.REACHED));
	}

	@Test
	void unknownPartitionHoldsNoPlaceIfOthersHaveACursor() {
		this.cursors = () -> List.of(new Position(0, -1), new Position(1, 6));
		for (int number = 0; number < 300; number++) {
			assertThat(reaches(2, number).join()).isEqualTo(Outcome.NO_SUCH_PARTITION);
		}
	}

	@Test
	void anyPartitionMayExistBeforeTheFirstCursor() {
		CompletableFuture<Outcome> waiting = reaches(2, 0);
		await().until(() -> this.looks.get() > 3);
		this.cursors = () -> List.of(new Position(1, -1), new Position(2, -1));
		int before = this.looks.get();
		await().until(() -> this.looks.get() > before + 3);
		assertThat(waiting).isNotDone();
		this.cursors = () -> List.of(new Position(1, -1), new Position(2, 0));
		assertThat(waiting.join()).isEqualTo(Outcome.REACHED);
	}

	@Test
	void everyEndedWaitFreesItsPlace() {
		this.progress = progress(Duration.ofMillis(50));
		for (int round = 0; round < 3; round++) {
			List<CompletableFuture<Outcome>> waiting = IntStream.range(0, 100)
				.mapToObj((offset) -> reaches(1, 5))
				.toList();
			assertThat(waiting).allSatisfy((one) -> assertThat(one.join()).isEqualTo(Outcome.NOT_IN_TIME));
		}
	}

	/**
	 * Without another poll the second request would wait until it times out.
	 */
	@ParameterizedTest
	@MethodSource
	void failedPollIsTheAnswerAndTheNextMaySucceed(Throwable failure) {
		this.cursors = () -> {
			throw ProjectionProgressTests.<RuntimeException>unchecked(failure);
		};
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> reaches(1, 7).join()).withCause(failure);
		this.cursors = () -> List.of(new Position(1, 7));
		assertThat(reaches(1, 7).join()).isEqualTo(Outcome.REACHED);
	}

	static Stream<Throwable> failedPollIsTheAnswerAndTheNextMaySucceed() {
		return Stream.of(new QueryTimeoutException("away"), new IllegalStateException(), new StackOverflowError(),
				new NoClassDefFoundError());
	}

	private ProjectionProgress progress(Duration wait) {
		UserViews users = new UserViews() {

			@Override
			public Optional<UserView> findOneById(String id) {
				throw new UnsupportedOperationException();
			}

			@Override
			public List<Position> positions() {
				ProjectionProgressTests.this.looks.incrementAndGet();
				return ProjectionProgressTests.this.cursors.get();
			}

		};
		return new ProjectionProgress(users,
				new QueryProperties(URI.create("http://localhost"), URI.create("http://localhost"), wait,
						Duration.ofMillis(5), 100, Duration.ofMillis(100), Duration.ofSeconds(15), 100));
	}

	private CompletableFuture<Outcome> reaches(int partition, long offset) {
		return this.progress.reaches(new ConsistencyToken(partition, offset));
	}

	/**
	 * Waits until polling has paused for as long as several polls take.
	 */
	private void awaitLastLook() {
		AtomicInteger seen = new AtomicInteger();
		await().during(Duration.ofMillis(100)).until(() -> seen.getAndSet(this.looks.get()) == this.looks.get());
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> T unchecked(Throwable failure) throws T {
		throw (T) failure;
	}

}
