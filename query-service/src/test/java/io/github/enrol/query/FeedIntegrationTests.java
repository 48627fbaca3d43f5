/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import io.github.enrol.query.FeedClient.Event;
import io.github.enrol.query.readmodel.FeedPosition;
import io.github.enrol.testing.Backends;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

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
 * There are few server threads, so readers cannot have one each.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, useMainMethod = UseMainMethod.ALWAYS,
		properties = { "query.feed-poll-interval=10ms", "query.feed-heartbeat=1s", "query.max-feed-readers=60",
				"server.tomcat.threads.max=3", "spring.threads.virtual.enabled=false",
				"server.tomcat.connection-timeout=2s" })
class FeedIntegrationTests {

	private static final ReadModel readModel = new ReadModel(Backends.database().createSchema()).createTables();

	private static final Executor NEW_THREADS = (task) -> new Thread(task).start();

	@Autowired
	private MeterRegistry meters;

	private Api api;

	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		readModel.properties(registry);
	}

	@BeforeEach
	void setUp(@LocalServerPort int port) {
		this.api = new Api(port);
		this.port = port;
		await().until(() -> readers() == 0);
		readModel.clear();
	}

	@Test
	void aUserAppearsAsInTheList() throws Exception {
		readModel.register(1);
		try (FeedClient reader = new FeedClient(this.port, "/users", 0).open()) {
			assertThat(reader.head).anyMatch((line) -> line.startsWith("HTTP/1.1 200"))
				.contains("Cache-Control: no-store", "Vary: Accept", "X-Accel-Buffering: no")
				.anyMatch((line) -> line.matches("Content-Type: text/event-stream(;charset=UTF-8)?"))
				.noneMatch((line) -> line.startsWith("Content-Encoding"));
			assertThat(reader.next()).get()
				.matches((event) -> event.name().equals("position") && !event.id().isEmpty());
			readModel.register(2, "Zoë\n\"B\"", "Zoe@example.com", "2026-01-02 03:04:05.678");
			Event user = reader.next("user");
			JsonMapper json = JsonMapper.shared();
			assertThat(json.readTree(user.data())).isEqualTo(this.api.get("/users").body().at("/_embedded/users/0"));
		}
	}

	@Test
	void anErasureIsAnEventOfItsOwn() throws Exception {
		readModel.register(1);
		try (FeedClient reader = new FeedClient(this.port, "/users", 0).open()) {
			String before = reader.next("position").id();
			readModel.erase(1, 5);
			Event erased = reader.next("erased");
			assertThat(erased.data()).isEqualTo("{\"id\":\"" + ReadModel.id(1) + "\"}");
			readModel.register(5);
			Event user = reader.next("user");
			assertThat(user.user()).isEqualTo(ReadModel.id(5));
			try (FeedClient late = FeedClient.at(this.port, before)) {
				late.next("position");
				assertThat(late.next()).contains(erased);
				assertThat(late.next()).contains(user);
			}
			try (FeedClient late = FeedClient.at(this.port, erased.id())) {
				late.next("position");
				assertThat(late.next()).contains(user);
			}
		}
	}

	/**
	 * Many of both kinds, so that a page of either ends in the middle: each reader of any
	 * position ends with the users who are left, and hears of each change once.
	 */
	@Test
	void pagesOfUsersAndErasuresLeaveNothingOut() throws Exception {
		String start = new FeedPosition(List.of()).encode();
		readModel.registerAll(1, 900);
		IntStream.rangeClosed(1, 800).forEach((number) -> readModel.erase(number, 1_000 + number));
		readModel.registerAll(901, 100);
		Set<String> expected = new TreeSet<>(IntStream.rangeClosed(801, 1_000).mapToObj(ReadModel::id).toList());
		Set<String> users = new TreeSet<>();
		List<String> erased = new ArrayList<>();
		try (FeedClient reader = FeedClient.at(this.port, start)) {
			for (int changes = 0; changes < 1_000; changes++) {
				Event event = reader.next().filter((next) -> !next.name().equals("comment")).orElseThrow();
				if (event.name().equals("position")) {
					changes--;
				}
				else if (event.name().equals("user")) {
					assertThat(users.add(event.user())).isTrue();
				}
				else {
					assertThat(event.name()).isEqualTo("erased");
					erased.add(event.user());
				}
			}
		}
		assertThat(users).isEqualTo(expected);
		assertThat(erased).doesNotHaveDuplicates().hasSize(800);
	}

	@Test
	void otherMediaTypesGetTheList() {
		for (String accept : List.of("*/*", "application/*", "application/json;q=0.1", "text/html, */*;q=0.1")) {
			assertThat(this.api.get("/users", "Accept", accept).header("Content-Type")).get()
				.asString()
				.startsWith("application/");
		}
		assertThat(this.api.get("/").response().body()).contains("\"enrol:feed\"", "\"type\":\"text/event-stream\"");
		this.api.get("/users", "Accept", "text/plain").hasProblem(406, "not-acceptable");
	}

	@Test
	void theMediaTypeThatIsPreferredCounts() throws Exception {
		try (FeedClient reader = new FeedClient(this.port, "/users", 0, "Accept: application/json;q=0.5").open()) {
			assertThat(reader.head).anyMatch((line) -> line.startsWith("Content-Type: text/event-stream"));
		}
	}

	@Test
	void headHasTheHeadersAlone() throws Exception {
		try (FeedClient reader = new FeedClient(this.port, "/users", 0).open()) {
			assertThat(readers()).isEqualTo(1);
		}
		assertThat(this.api.head("/users", "Accept", "text/event-stream").headers().firstValue("Content-Type")).get()
			.asString()
			.startsWith("text/event-stream");
		await().until(() -> readers() == 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "42", "AQ==", "AYA", "AQEBAQEBAQEB", "Ag", "AQ AQ" })
	void anImpossiblePositionIsRefused(String id) {
		readModel.register(1);
		Api.Answer answer = this.api.get("/users", "Accept", "text/event-stream", "Last-Event-ID", id);
		assertThat(answer.hasProblem(400, "invalid-request").body().at("/errors/0/header").asString())
			.isEqualTo("Last-Event-ID");
		answer = this.api.get("/users?lastEventId=" + id.replace(' ', '+'), "Accept", "text/event-stream");
		assertThat(answer.hasProblem(400, "invalid-request").body().at("/errors/0").toString()).contains("lastEventId");
	}

	@Test
	void parametersOfTheListAreRefused() {
		for (String parameter : List.of("size=1", "email=a@b.example", "at=MS4wLjA", "lastEventID=AQ")) {
			assertThat(this.api.get("/users?" + parameter, "Accept", "text/event-stream").status()).as(parameter)
				.isEqualTo(400);
		}
		this.api.get("/users?lastEventId=AQ").hasProblem(400, "invalid-request");
	}

	@Test
	void thePositionMayBeInTheQueryAndTheHeaderWins() throws Exception {
		String start = new FeedPosition(List.of()).encode();
		IntStream.rangeClosed(1, 3).forEach(readModel::register);
		String afterTwo;
		try (FeedClient reader = new FeedClient(this.port, "/users?lastEventId=" + start, 0)) {
			assertThat(reader.next("user").user()).isEqualTo(ReadModel.id(1));
			afterTwo = reader.next("user").id();
		}
		try (FeedClient reader = new FeedClient(this.port, "/users?lastEventId=" + start, 0,
				"Last-Event-ID: " + afterTwo)) {
			assertThat(reader.next("user").user()).isEqualTo(ReadModel.id(3));
		}
	}

	@Test
	void aPositionAheadOfThisReadModelIsWaitedFor() throws Exception {
		readModel.register(4);
		try (FeedClient reader = FeedClient.at(this.port, new FeedPosition(List.of(3L)).encode())) {
			reader.next("position");
			IntStream.of(8, 12, 16).forEach(readModel::register);
			assertThat(reader.next("user").user()).isEqualTo(ReadModel.id(16));
		}
	}

	@Test
	void anIdleReaderGetsHeartbeatsAndOneThatHasGoneIsForgotten() throws Exception {
		FeedClient reader = new FeedClient(this.port, "/users", 0);
		reader.next("position");
		assertThat(reader.next("comment")).isNotNull();
		reader.close();
		await().until(() -> readers() == 0);
	}

	@Test
	void tooManyReadersAreRefusedAndThePlaceOfOneIsFreeAgain() throws Exception {
		List<FeedClient> readers = new ArrayList<>();
		try {
			for (int i = 0; i < 60; i++) {
				readers.add(new FeedClient(this.port, "/users", 0));
				readers.get(i).next("position");
			}
			assertThat(this.api.get("/users", "Accept", "text/event-stream")
				.hasProblem(503, "overloaded")
				.header("Retry-After")).isPresent();
			// Meanwhile the three threads serve others.
			assertThat(this.api.get("/users").status()).isEqualTo(200);
			readModel.register(1);
			for (FeedClient reader : readers) {
				assertThat(reader.next("user").user()).isEqualTo(ReadModel.id(1));
			}
		}
		finally {
			for (FeedClient reader : readers) {
				reader.close();
			}
		}
		await().until(() -> readers() == 0);
		new FeedClient(this.port, "/users", 0).open().close();
	}

	@Test
	void aReaderThatDoesNotReadDelaysNoOtherAndLosesNothing() throws Exception {
		String start = new FeedPosition(List.of()).encode();
		int users = 4_000;
		// More than the buffers of the connections take.
		readModel.registerLong(users);
		try (FeedClient stuck = new FeedClient(this.port, "/users", 1_024, "Last-Event-ID: " + start).open()) {
			CompletableFuture<List<String>> slow = CompletableFuture.supplyAsync(() -> users(1_024, start, users),
					NEW_THREADS);
			assertThat(users(0, start, users)).hasSize(users).doesNotHaveDuplicates();
			assertThat(slow.join()).hasSize(users).doesNotHaveDuplicates();
			// The server gives it up, and it goes on from what it has read.
			await().until(() -> readers() == 0);
			List<String> seen = new ArrayList<>();
			String id = start;
			try {
				for (Event event = stuck.next("user");; event = stuck.next("user")) {
					seen.add(event.user());
					id = event.id();
				}
			}
			catch (IOException | NoSuchElementException broken) {
				assertThat(seen).hasSizeLessThan(users);
			}
			assertThat(seen).isEqualTo(IntStream.range(0, seen.size()).mapToObj(ReadModel::id).toList());
			seen.addAll(users(0, id, users - seen.size()));
			assertThat(seen).hasSize(users).doesNotHaveDuplicates();
		}
	}

	/**
	 * Readers break off at any event, and go on elsewhere in the stream of another
	 * connection; users come in batches of any partitions, some events bring none; once,
	 * the table is exchanged as a rebuild does.
	 */
	@RepeatedTest(3)
	void eachReaderSeesEachUserOnceAndInOrder(RepetitionInfo repetition) throws Exception {
		long seed = repetition.getCurrentRepetition();
		int users = 600;
		List<CompletableFuture<List<Event>>> readers = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			Random random = new Random(seed * 100 + i);
			readers.add(CompletableFuture.supplyAsync(() -> follow(random, users), NEW_THREADS));
		}
		await().until(() -> readers() == 8);
		Random random = new Random(seed);
		for (int number = 1; number <= users;) {
			int batch = Math.min(1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 5), users - number + 1);
			readModel.registerAll(number, batch);
			number += batch;
			if (random.nextInt(5) == 0) {
				readModel.pass(random.nextInt(4));
			}
			if (random.nextInt(10) == 0) {
				readModel.exchange();
			}
			Thread.sleep(random.nextInt(20));
		}
		for (CompletableFuture<List<Event>> reader : readers) {
			List<Event> seen = reader.join();
			assertThat(seen).as("seed %s", seed).extracting(Event::user).hasSize(users).doesNotHaveDuplicates();
			for (int partition = 0; partition < 4; partition++) {
				int one = partition;
				assertThat(
						seen.stream().map((event) -> Integer.valueOf(event.user())).filter((user) -> user % 4 == one))
					.isSorted();
			}
		}
	}

	private List<Event> follow(Random random, int users) {
		List<Event> seen = new ArrayList<>();
		String id = new FeedPosition(List.of()).encode();
		try {
			while (seen.size() < users) {
				try (FeedClient reader = FeedClient.at(this.port, id)) {
					id = reader.next("position").id();
					for (int left = random.nextInt(200); left >= 0 && seen.size() < users; left--) {
						Event event = reader.next("user");
						seen.add(event);
						id = event.id();
					}
				}
			}
			return seen;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads as many users, with as many connections as it takes.
	 */
	private List<String> users(int receiveBuffer, String lastEventId, int count) {
		List<String> users = new ArrayList<>();
		String id = lastEventId;
		while (users.size() < count) {
			try (FeedClient reader = new FeedClient(this.port, "/users", receiveBuffer, "Last-Event-ID: " + id)) {
				while (users.size() < count) {
					Event event = reader.next("user");
					users.add(event.user());
					id = event.id();
				}
			}
			catch (IOException | NoSuchElementException broken) {
				// Goes on.
			}
		}
		return users;
	}

	private double readers() {
		return this.meters.get("query.feed.readers").gauge().value();
	}

}
