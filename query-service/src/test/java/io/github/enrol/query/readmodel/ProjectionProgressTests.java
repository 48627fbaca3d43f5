/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.query.QueryProperties;
import io.github.enrol.query.readmodel.UserViews.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.verifyNoInteractions;

class ProjectionProgressTests {

	private final UserViews users = mock();

	private final ProjectionProgress progress = new ProjectionProgress(this.users,
			new QueryProperties(URI.create("http://localhost"), Duration.ofMillis(300), Duration.ofMillis(5), 100));

	@AfterEach
	void stop() {
		this.progress.destroy();
	}

	@Test
	void whatWasReachedIsRememberedAndNobodyAsksAgain() throws Exception {
		given(this.users.positions()).willReturn(List.of(new Position(1, 7)));
		assertThat(await(reaches(1, 7))).isTrue();
		int looks = looks();
		assertThat(reaches(1, 7)).isCompletedWithValue(true);
		assertThat(reaches(1, 3)).isCompletedWithValue(true);
		Thread.sleep(100);
		assertThat(looks()).isEqualTo(looks);
	}

	@Test
	void nobodyLooksWhileNobodyWaits() throws Exception {
		Thread.sleep(50);
		verifyNoInteractions(this.users);
		assertThat(await(reaches(1, 7))).isFalse();
		int looks = looks();
		assertThat(looks).isGreaterThan(3);
		Thread.sleep(100);
		assertThat(looks()).isLessThanOrEqualTo(looks + 1);
	}

	@Test
	void manyWaitForOneLook() throws Exception {
		List<CompletableFuture<Boolean>> waiting = IntStream.range(0, 100)
			.mapToObj((offset) -> reaches(offset % 4, offset))
			.toList();
		assertThatExceptionOfType(Problem.class).isThrownBy(() -> reaches(1, 1));
		given(this.users.positions())
			.willReturn(IntStream.range(0, 4).mapToObj((partition) -> new Position(partition, 1_000)).toList());
		for (CompletableFuture<Boolean> one : waiting) {
			assertThat(await(one)).isTrue();
		}
	}

	@Test
	void whoEverWaitedMakesRoom() throws Exception {
		for (int round = 0; round < 3; round++) {
			List<CompletableFuture<Boolean>> waiting = IntStream.range(0, 100)
				.mapToObj((offset) -> reaches(1, 5))
				.toList();
			for (CompletableFuture<Boolean> one : waiting) {
				assertThat(await(one)).isFalse();
			}
		}
	}

	@Test
	void failureToLookIsTheAnswerAndTheNextLookMaySucceed() throws Exception {
		given(this.users.positions()).willThrow(new QueryTimeoutException("away"))
			.willReturn(List.of(new Position(1, 7)));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> await(reaches(1, 7)))
			.withCauseInstanceOf(QueryTimeoutException.class);
		assertThat(await(reaches(1, 7))).isTrue();
	}

	private CompletableFuture<Boolean> reaches(int partition, long offset) {
		return this.progress.reaches(new ConsistencyToken(partition, offset));
	}

	private int looks() {
		return mockingDetails(this.users).getInvocations().size();
	}

	private static boolean await(CompletableFuture<Boolean> outcome) throws Exception {
		return outcome.get(5, TimeUnit.SECONDS);
	}

}
