/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.query.Api.Answer;
import io.github.enrol.query.readmodel.ProjectionProgress;
import io.github.enrol.testing.Backends;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * There are few server threads, so waiting requests cannot have one each. Each test waits
 * for another partition, because reached positions are remembered.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, useMainMethod = UseMainMethod.ALWAYS,
		properties = { "query.consistency-wait=10s", "query.max-waiting=100", "server.tomcat.threads.max=3",
				"spring.threads.virtual.enabled=false" })
class ConsistencyIntegrationTests {

	private static final ReadModel readModel = new ReadModel(Backends.database().createSchema()).createTables();

	private Api api;

	@Autowired
	private ProjectionProgress progress;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		readModel.properties(registry);
	}

	@BeforeEach
	void setUp(@LocalServerPort int port) {
		this.api = new Api(port);
		readModel.clear();
	}

	@Test
	void reachedTokenIsAnsweredAtOnce() {
		readModel.advance(5, 10, 0);
		assertThat(this.api.get("/users?at=" + token(5, 10)).status()).isEqualTo(200);
		this.api.get("/users/" + ReadModel.id(1) + "?at=" + token(5, 9)).hasProblem(404, "user-not-found");
	}

	@Test
	void existingUserIsAnsweredWhateverTheToken() {
		readModel.register(1);
		assertThat(this.api.get("/users/" + ReadModel.id(1) + "?at=" + token(99, 99)).status()).isEqualTo(200);
	}

	@Test
	void theLinkOfAnErasureWaitsUntilTheUserIsGone() {
		readModel.register(6);
		String at = new ConsistencyToken(2, 60, true).encode();
		CompletableFuture<Answer> one = this.api.getAsync("/users/" + ReadModel.id(6) + "?at=" + at);
		await().until(() -> this.progress.waiting() == 1);
		assertThat(one).isNotDone();
		assertThat(this.api.get("/users/" + ReadModel.id(6)).status()).isEqualTo(200);
		readModel.erase(6, 60);
		one.join().hasProblem(404, "user-not-found");
	}

	@Test
	void requestWaitsForItsUser() {
		String at = token(2, 6);
		CompletableFuture<Answer> one = this.api.getAsync("/users/" + ReadModel.id(6) + "?at=" + at);
		CompletableFuture<Answer> all = this.api.getAsync("/users?at=" + at);
		CompletableFuture<Answer> lookup = this.api.getAsync("/users?email=user6@example.com&at=" + at);
		List<CompletableFuture<Answer>> filtered = Stream
			.of("name=user", "created_after=2026-01-01T00:00:00Z", "name=USER%206&created_before=2027-01-01T00:00:00Z")
			.map((filter) -> this.api.getAsync("/users?" + filter + "&at=" + at))
			.toList();
		await().until(() -> this.progress.waiting() == 6);
		assertThat(List.of(one, all, lookup)).noneMatch(CompletableFuture::isDone);
		assertThat(filtered).noneMatch(CompletableFuture::isDone);
		readModel.register(6);
		assertThat(one.join().body().get("name").asString()).isEqualTo("User 6");
		assertThat(one.join().header("Cache-Control")).contains("no-cache, private");
		assertThat(all.join().ids()).containsExactly(ReadModel.id(6));
		assertThat(all.join().link("self")).get().asString().endsWith("/users?size=20");
		assertThat(lookup.join().ids()).containsExactly(ReadModel.id(6));
		assertThat(filtered).allSatisfy((list) -> assertThat(list.join().ids()).containsExactly(ReadModel.id(6)));
	}

	@Test
	void tokenNotReachedInTimeIsNeverNotFoundNorAListWithoutIt() {
		List<CompletableFuture<Answer>> late = Stream
			.of("/users/" + ReadModel.id(7) + "?", "/users?", "/users?name=a&", "/users?email=a@example.com&")
			.map((path) -> this.api.getAsync(path + "at=" + token(7, 7)))
			.toList();
		assertThat(late)
			.allSatisfy((answer) -> assertThat(answer.join().hasProblem(503, "read-model-behind").header("Retry-After"))
				.contains("1"));
	}

	@Test
	void manyRequestsWaitWithoutAThreadEach() {
		List<CompletableFuture<Answer>> waiting = IntStream.range(0, 100)
			.mapToObj((number) -> this.api.getAsync("/users?at=" + token(8, number % 10)))
			.toList();
		await().until(() -> this.progress.waiting() == 100);
		// Meanwhile the three threads serve others, and refuse one more that would wait.
		assertThat(this.api.get("/users").status()).isEqualTo(200);
		assertThat(this.api.get("/users?at=" + token(8, 1)).hasProblem(503, "overloaded").header("Retry-After"))
			.contains("10");
		assertThat(waiting).noneMatch(CompletableFuture::isDone);
		readModel.advance(8, 9, 0);
		assertThat(waiting).allSatisfy((answer) -> assertThat(answer.join().status()).isEqualTo(200));
	}

	/**
	 * As the database counts its statements, however slow it is.
	 */
	@Test
	void manyRequestsShareOneLookAtTheProgress() {
		List<CompletableFuture<Answer>> waiting = IntStream.range(0, 100)
			.mapToObj((number) -> this.api.getAsync("/users?name=u&at=" + token(10, number)))
			.toList();
		await().until(() -> this.progress.waiting() == 100);
		long start = System.nanoTime();
		long before = readModel.selects();
		await().until(() -> readModel.selects() >= before + 100);
		long looks = readModel.selects() - before;
		// One each 10 ms, and the few of others.
		assertThat(looks).isLessThanOrEqualTo((System.nanoTime() - start) / 10_000_000 * 3 / 2 + 5);
		readModel.advance(10, 99, 0);
		assertThat(waiting).allSatisfy((answer) -> assertThat(answer.join().status()).isEqualTo(200));
	}

	@Test
	void invalidTokenIsRefused() {
		for (String at : List.of("x", "", "MS4x", token(1, 1) + "&at=" + token(1, 1))) {
			Answer answer = this.api.get("/users/" + ReadModel.id(1) + "?at=" + at).hasProblem(400, "invalid-request");
			assertThat(answer.body().at("/errors/0/parameter").asString()).isEqualTo("at");
			this.api.get("/users?at=" + at).hasProblem(400, "invalid-request");
		}
	}

	@Test
	void tokenOfAnUnknownPartitionIsRefusedAtOnce() {
		readModel.advance(0, -1, 0);
		// Each waits for a look at the progress, and there is room for so many.
		IntStream.range(0, 100)
			.mapToObj((number) -> this.api.getAsync("/users?at=" + token(1_000 + number, number)))
			.toList()
			.forEach((answer) -> assertThat(
					answer.join().hasProblem(400, "invalid-request").body().at("/errors/0/parameter").asString())
				.isEqualTo("at"));
	}

	@Test
	void impossibleIdIsNotWaitedFor() {
		this.api.get("/users/nobody?at=" + token(98, 1)).hasProblem(404, "user-not-found");
	}

	private static String token(int partition, long offset) {
		return new ConsistencyToken(partition, offset).encode();
	}

}
