/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.enrol.query.Api.Answer;
import io.github.enrol.testing.Backends;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, useMainMethod = UseMainMethod.ALWAYS)
class UsersIntegrationTests {

	private static final ReadModel readModel = new ReadModel(Backends.database().createSchema()).createTables();

	private Api api;

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
	void noUsersAreAnEmptyArray() {
		Answer users = this.api.get("/users");
		assertThat(users.status()).isEqualTo(200);
		assertThat(users.header("Content-Type")).contains("application/hal+json");
		assertThat(users.header("Cache-Control")).contains("no-cache, private");
		assertThat(users.ids()).isEmpty();
		assertThat(users.body().get("count").asInt()).isZero();
		assertThat(users.body().get("total").asInt()).isZero();
		assertThat(users.body().get("_links").propertyNames()).containsExactlyInAnyOrder("self", "first");
	}

	@Test
	void aConnectionIsKeptForManyRequests() {
		for (int i = 0; i < 200; i++) {
			assertThat(this.api.get("/users").header("Connection")).isEmpty();
		}
	}

	@Test
	void oneUserIsAnArrayToo() {
		readModel.register(1, "Ann", "Ann@Example.com", "2026-10-04 02:30:00.120");
		Answer users = this.api.get("/users");
		assertThat(users.body().get("count").asInt()).isOne();
		assertThat(users.body().get("total").asInt()).isOne();
		assertThat(users.ids()).containsExactly(ReadModel.id(1));
		JsonNode user = users.body().at("/_embedded/users/0");
		assertThat(user.propertyNames()).containsExactlyInAnyOrder("id", "name", "email", "created_at", "_links");
		assertThat(user.get("name").asString()).isEqualTo("Ann");
		assertThat(user.get("email").asString()).isEqualTo("Ann@Example.com");
		Answer self = this.api.get(user.at("/_links/self/href").asString());
		assertThat(self.body()).isEqualTo(user);
		assertThat(self.header("Content-Type")).contains("application/hal+json");
		assertThat(self.header("Cache-Control")).contains("no-cache, private");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users", "/users?size=1", "/users?email=user1@example.com" })
	void whatTheClientHasIsNotSentAgain(String path) {
		readModel.register(1);
		Answer first = this.api.get(path);
		String tag = first.header("ETag").orElseThrow();
		assertThat(tag).startsWith("W/");
		Answer again = this.api.get(path, "If-None-Match", "\"other\", " + tag);
		assertThat(again.status()).isEqualTo(304);
		assertThat(again.response().body()).isEmpty();
		assertThat(again.header("ETag")).contains(tag);
		assertThat(again.header("Cache-Control")).isEqualTo(first.header("Cache-Control"));
		assertThat(again.header("Vary")).isEqualTo(first.header("Vary"));
		assertThat(this.api.get(path, "If-None-Match", "\"other\"").body()).isEqualTo(first.body());
	}

	@Test
	void aPageWithAnotherUserIsSentAgain() {
		readModel.register(1);
		String tag = this.api.get("/users").header("ETag").orElseThrow();
		readModel.register(2);
		Answer again = this.api.get("/users", "If-None-Match", tag);
		assertThat(again.status()).isEqualTo(200);
		assertThat(again.ids()).hasSize(2);
		assertThat(again.header("ETag")).isNotEqualTo(tag);
	}

	@Test
	void aUserHasAnEntityTagAndADate() {
		readModel.register(1, "Ann", "ann@example.com", "2026-10-04 02:30:00.120");
		String path = "/users/" + ReadModel.id(1);
		Answer user = this.api.get(path);
		assertThat(user.header("Last-Modified")).contains("Sun, 04 Oct 2026 02:30:00 GMT");
		assertThat(this.api.get(path, "If-None-Match", user.header("ETag").orElseThrow()).status()).isEqualTo(304);
		assertThat(this.api.get(path, "If-Modified-Since", user.header("Last-Modified").orElseThrow()).status())
			.isEqualTo(304);
		assertThat(this.api.get("/users/" + ReadModel.id(2), "If-None-Match", "*").status()).isEqualTo(404);
		HttpResponse<String> head = this.api.head(path);
		assertThat(head.headers().firstValue("ETag")).isEqualTo(user.header("ETag"));
	}

	@Test
	void longAnswersAreCompressedForClientsThatReadIt() {
		IntStream.rangeClosed(1, 20).forEach(readModel::register);
		Answer page = this.api.get("/users", "Accept-Encoding", "gzip");
		assertThat(page.header("Content-Encoding")).contains("gzip");
		assertThat(page.header("Vary")).get().asString().isEqualToIgnoringCase("Accept,Accept-Encoding");
		assertThat(this.api.get("/users").header("Content-Encoding")).isEmpty();
	}

	/**
	 * Local clocks in this zone skip the hour of the second time and repeat that of the
	 * third.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "2026-06-01T00:00:00Z", "2026-09-27T02:30:00.123Z", "2026-04-05T02:30:00.999Z" })
	void timeIsThatOfTheEventWhateverTheZone(String time) {
		assertThat(ZoneId.systemDefault().getRules().getOffset(Instant.parse(time))).isNotEqualTo(ZoneOffset.UTC);
		readModel.register(1, "Ann", "ann@example.com", time.replace('T', ' ').replace("Z", ""));
		String createdAt = this.api.get("/users/" + ReadModel.id(1)).body().get("created_at").asString();
		assertThat(OffsetDateTime.parse(createdAt)).isEqualTo(OffsetDateTime.parse(time));
	}

	@Test
	void pagesForwardsAndBackwardsHoldEachUserOnce() {
		IntStream.rangeClosed(1, 250).forEach(readModel::register);
		List<String> newestFirst = IntStream.rangeClosed(1, 250)
			.mapToObj((number) -> ReadModel.id(251 - number))
			.toList();
		List<Answer> forwards = follow(this.api.get("/users"), "next");
		assertThat(ids(forwards)).isEqualTo(newestFirst);
		assertThat(forwards).hasSize(13).allSatisfy((page) -> {
			assertThat(page.body().get("total").asInt()).isEqualTo(250);
			assertThat(page.body().get("count").asInt()).isEqualTo(page.ids().size());
			assertThat(this.api.get(page.link("self").orElseThrow()).body()).isEqualTo(page.body());
			assertThat(this.api.get(page.link("first").orElseThrow()).body()).isEqualTo(forwards.get(0).body());
			assertThat(page.body().at("/_embedded/users").valueStream()).allSatisfy(
					(user) -> assertThat(this.api.get(user.at("/_links/self/href").asString()).body()).isEqualTo(user));
		});
		assertThat(forwards.get(0).link("prev")).isEmpty();
		List<Answer> backwards = new ArrayList<>(follow(forwards.get(12), "prev"));
		assertThat(backwards.get(backwards.size() - 1).link("next")).isPresent();
		Collections.reverse(backwards);
		assertThat(ids(backwards)).isEqualTo(newestFirst);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 5, 10, 200 })
	void sizeIsKeptByLinks(int size) {
		IntStream.rangeClosed(1, 10).forEach(readModel::register);
		List<Answer> pages = follow(this.api.get("/users?size=" + size), "next");
		assertThat(pages).hasSize((10 + size - 1) / size);
		assertThat(ids(pages)).hasSize(10).doesNotHaveDuplicates();
		assertThat(ids(follow(pages.get(pages.size() - 1), "prev"))).hasSize(10).doesNotHaveDuplicates();
	}

	@Test
	void newUsersMoveNoOther() {
		IntStream.rangeClosed(1, 30).forEach(readModel::register);
		Answer first = this.api.get("/users?size=10");
		IntStream.rangeClosed(31, 60).forEach(readModel::register);
		List<Answer> pages = follow(first, "next");
		assertThat(ids(pages)).hasSize(30).startsWith(ReadModel.id(30)).endsWith(ReadModel.id(1));
		assertThat(ids(follow(pages.get(pages.size() - 1), "prev"))).hasSize(60).doesNotHaveDuplicates();
	}

	/**
	 * The promise of the list (ADR 6), wherever the ids of new users fall.
	 */
	@RepeatedTest(5)
	void usersArrivingAnywhereAreSeenAtMostOnceAndHideNoOther(RepetitionInfo repetition) {
		List<Integer> numbers = IntStream.rangeClosed(1, 120).boxed().collect(Collectors.toList());
		Collections.shuffle(numbers, new Random(repetition.getCurrentRepetition()));
		Iterator<Integer> arrivals = numbers.subList(60, 120).iterator();
		numbers.subList(0, 60).forEach(readModel::register);
		List<Answer> pages = new ArrayList<>();
		for (Optional<Answer> page = Optional.of(this.api.get("/users?size=10")); page
			.isPresent(); page = page.flatMap((answer) -> answer.link("next")).map(this.api::get)) {
			pages.add(page.get());
			IntStream.range(0, 4)
				.filter((ignored) -> arrivals.hasNext())
				.forEach((n) -> readModel.register(arrivals.next()));
		}
		assertThat(ids(pages)).containsAll(numbers.subList(0, 60).stream().map(ReadModel::id).toList())
			.isSortedAccordingTo(Comparator.reverseOrder());
	}

	@Test
	void totalIsThatOfAllPartitions() {
		IntStream.rangeClosed(1, 9).forEach(readModel::register);
		assertThat(this.api.get("/users?size=2").body().get("total").asInt()).isEqualTo(9);
	}

	@Test
	void totalAndUsersAgreeWhileUsersRegister() {
		Thread projector = new Thread(() -> IntStream.rangeClosed(1, 200).forEach(readModel::register));
		projector.start();
		while (projector.isAlive()) {
			Answer users = this.api.get("/users?size=200");
			assertThat(users.body().get("total").asInt()).isEqualTo(users.ids().size());
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			ann@example.com,          ann@example.com
			Ann@Example.COM,          ann@example.com
			ann@example.com,          ANN@EXAMPLE.COM
			ann+x@example.com,        ann%2Bx@example.com
			jürgen@bücher.example,    J%C3%9CRGEN@B%C3%9CCHER.example
			jose\u0301@example.com,   jos%C3%A9@example.com
			""")
	void emailIsFoundAsItIsRegistered(String registered, String asked) {
		readModel.register(1, "Ann", registered, "2026-01-01 00:00:00");
		readModel.register(2);
		Answer found = this.api.get("/users?email=" + asked);
		assertThat(found.ids()).containsExactly(ReadModel.id(1));
		assertThat(found.body().get("count").asInt()).isOne();
		assertThat(found.body().get("total").asInt()).isOne();
		assertThat(this.api.get(found.link("self").orElseThrow()).body()).isEqualTo(found.body());
	}

	@ParameterizedTest
	@ValueSource(strings = { "ann+x@example.com", "+ann@example.com", "%20ann@example.com" })
	void aPlusSignThatIsNotEncodedIsPointedOut(String asked) {
		readModel.register(1, "Ann", "ann@example.com", "2026-01-01 00:00:00");
		assertThat(this.api.get("/users?email=" + asked).hasProblem(400, "invalid-request").response().body())
			.contains("%2B");
	}

	@ParameterizedTest
	@ValueSource(strings = { "an@example.com", "annn@example.com", "%25@example.com", "ann_@example.com",
			"%C3%A4nn@example.com" })
	void otherEmailIsNotFound(String asked) {
		readModel.register(1, "Ann", "ann@example.com", "2026-01-01 00:00:00");
		Answer found = this.api.get("/users?email=" + asked);
		assertThat(found.status()).isEqualTo(200);
		assertThat(found.ids()).isEmpty();
		assertThat(found.body().get("total").asInt()).isZero();
	}

	@Test
	void idIsReadInLowerCaseToo() {
		String id = "01KAS9ZC5XQH0V3T6J8M2N4P7R";
		assertThat(this.api.get("/users/" + id).hasProblem(404, "user-not-found").header("Cache-Control"))
			.contains("no-store");
		this.api.get("/users/" + id.toLowerCase()).hasProblem(404, "user-not-found");
		this.api.get("/users/nobody").hasProblem(404, "user-not-found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "size", "size=x", "email=", "after=x", "before&size=3" })
	void wrongParameterIsRefused(String query) {
		assertThat(this.api.get("/users?" + query).hasProblem(400, "invalid-request").header("Cache-Control"))
			.contains("no-store");
	}

	@Test
	void entryHasFormsForClientsThatAskForThem() {
		Answer entry = this.api.get("/", "Accept", "application/prs.hal-forms+json");
		assertThat(entry.header("Content-Type")).contains("application/prs.hal-forms+json");
		assertThat(entry.link("enrol:users")).isPresent();
		JsonNode registration = entry.body().at("/_templates/default");
		assertThat(registration.path("method").asString()).isEqualTo("POST");
		assertThat(registration.path("target").asString()).isEqualTo("http://127.0.0.1:8081/user/registration");
		assertThat(registration.path("contentType").asString()).isEqualTo("application/json");
		assertThat(registration.at("/properties/1")).isEqualTo(JsonMapper.shared().readTree("""
				{"name":"email","prompt":"Email address","type":"email","required":true,"maxLength":254}"""));
		JsonNode search = entry.body().at("/_templates/search");
		readModel.register(1);
		assertThat(this.api
			.get(search.path("target").asString() + "?" + search.at("/properties/0/name").asString()
					+ "=user1@example.com")
			.ids()).containsExactly(ReadModel.id(1));
		assertThat(this.api.get("/").body().has("_templates")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "application/json | /", "application/hal+json | /", "*/* | /",
			// What a browser asks for leads to the console at the entry alone.
			"text/html, */*;q=0.1 | /users" })
	void jsonIsHal(String accepted, String entry) {
		readModel.register(1);
		for (String path : List.of(entry, "/users", "/users/" + ReadModel.id(1))) {
			Answer answer = this.api.get(path, "Accept", accepted);
			assertThat(answer.link("self")).isPresent();
			assertThat(answer.header("Vary")).contains("Accept");
		}
	}

	/**
	 * As a client would, from the name of the relation to its documentation.
	 */
	@Test
	void relationsAreDocumentedByTheServiceItself() {
		JsonNode links = this.api.get("/").body().get("_links");
		String curie = links.at("/curies/0/href").asString();
		assertThat(links.propertyNames()).filteredOn((relation) -> relation.startsWith("enrol:"))
			.hasSize(7)
			.allSatisfy((relation) -> {
				Answer page = this.api.get(curie.replace("{rel}", relation.replace("enrol:", "")));
				assertThat(page.status()).isEqualTo(200);
				assertThat(page.header("Content-Type")).contains("text/html;charset=UTF-8");
				assertThat(page.response().body()).contains("<h2>" + relation.replace("enrol:", "") + "</h2>");
			});
	}

	@Test
	void problemsAreDocumentedByTheServiceItself() {
		Answer problem = this.api.get("/users/x").hasProblem(404, "user-not-found");
		String help = problem.header("Link").orElseThrow().replaceAll("<(.*)>; rel=\"help\"; type=\"text/html\"", "$1");
		assertThat(this.api.get(help).response().body()).contains("<h2>user-not-found</h2>", "No user has this id");
		this.api.get("/docs/problems/no-such").hasProblem(404, "not-found");
	}

	@Test
	void pagesLinkToTheirUsers() {
		readModel.register(1);
		assertThat(this.api.get("/users").body().at("/_links/item/0/href").asString())
			.endsWith("/users/" + ReadModel.id(1));
	}

	@Test
	void entryLinksToEverything() {
		Answer entry = this.api.get("/");
		assertThat(entry.link("enrol:registration")).contains("http://127.0.0.1:8081/user/registration");
		assertThat(entry.link("self")).get().asString().endsWith("/");
		assertThat(entry.link("enrol:users")).get()
			.asString()
			.endsWith("/users{?size,after,before,email,name,created_after,created_before,at}");
		assertThat(entry.link("enrol:registrations")).contains("http://127.0.0.1:8081/user/registrations");
		assertThat(entry.link("enrol:user")).get().asString().endsWith("/users/{id}{?at}");
		assertThat(entry.body().at("/_links/enrol:user/templated").asBoolean()).isTrue();
	}

	@Test
	void plainJsonIsServedOnRequest() {
		readModel.register(1);
		Answer users = this.api.get("/users", "Accept", "application/json");
		assertThat(users.header("Content-Type")).contains("application/json");
		assertThat(users.ids()).hasSize(1);
	}

	@Test
	void headHasNoBody() {
		assertThat(this.api.head("/users").statusCode()).isEqualTo(200);
		assertThat(this.api.head("/users").body()).isEmpty();
	}

	@Test
	void serviceIsAliveAndReady() {
		assertThat(this.api.get("/actuator/health/liveness").status()).isEqualTo(200);
		assertThat(this.api.get("/actuator/health/readiness").status()).isEqualTo(200);
		assertThat(this.api.get("/actuator/prometheus", "Accept", "*/*").status()).isEqualTo(200);
		this.api.get("/actuator/env").hasProblem(404, "not-found");
		this.api.get("/actuator/metrics/nothing").hasProblem(404, "not-found");
	}

	private List<Answer> follow(Answer first, String relation) {
		List<Answer> pages = new ArrayList<>();
		for (Optional<Answer> page = Optional.of(first); page
			.isPresent(); page = page.flatMap((answer) -> answer.link(relation)).map(this.api::get)) {
			assertThat(page.get().status()).isEqualTo(200);
			pages.add(page.get());
		}
		return pages;
	}

	private static List<String> ids(List<Answer> pages) {
		List<String> ids = pages.stream().flatMap((page) -> page.ids().stream()).toList();
		assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
		return ids;
	}

}
