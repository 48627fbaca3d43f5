/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.ibm.icu.text.CollationElementIterator;
import com.ibm.icu.text.Collator;
import com.ibm.icu.text.RuleBasedCollator;
import com.ibm.icu.util.ULocale;
import io.github.enrol.events.UserName;
import io.github.enrol.query.Api.Answer;
import io.github.enrol.query.readmodel.UserView;
import io.github.enrol.testing.Backends;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, useMainMethod = UseMainMethod.ALWAYS)
class SearchIntegrationTests {

	private static final ReadModel readModel = new ReadModel(Backends.database().createSchema()).createTables();

	private static final LocalDateTime START = LocalDateTime.parse("2026-01-01T00:00:00");

	private static final List<String> NAMES = List.of("Anna", "ANNA", "anna", "Änna", "Ann", "An", "ann lee", "Ann-Lee",
			"Zoë", "zoe", "Zoë", "Straße", "STRASSE", "strasbourg", "Łukasz", "lukasz", "李小龍", "100%", "100", "a_b",
			"aab", "a\\b", "'; --", "Σοφία", "Иван", "иван");

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

	/**
	 * The order of Java's model is ICU's, by the first level of the Unicode Collation
	 * Algorithm. Names and times repeat, so that pages end among users with equal ones.
	 */
	@RepeatedTest(6)
	void pagesThereAndBackAreTheUsersThatMeetTheConditions(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		List<UserView> users = users(random, 120);
		readModel.registerAll(users);
		for (int i = 0; i < 6; i++) {
			Optional<String> name = random.nextInt(3) > 0 ? Optional.of(prefix(random)) : Optional.empty();
			Optional<LocalDateTime> after = random.nextBoolean() ? Optional.of(time(random)) : Optional.empty();
			Optional<LocalDateTime> before = random.nextBoolean() ? Optional.of(time(random).plusHours(20))
					: Optional.empty();
			String filter = parameter("name", name) + parameter("created_after", after.map(SearchIntegrationTests::utc))
					+ parameter("created_before", before.map(SearchIntegrationTests::utc));
			Predicate<UserView> conditions = (user) -> name.map(SearchIntegrationTests::primaries)
				.map((prefix) -> startsWith(primaries(user.name()), prefix))
				.orElse(true) && after.map((time) -> !user.createdAt().isBefore(time)).orElse(true)
					&& before.map((time) -> user.createdAt().isBefore(time)).orElse(true);
			List<String> expected = users.stream()
				.filter(conditions)
				.sorted(order(name.isPresent(), after.isPresent() || before.isPresent()))
				.map(UserView::id)
				.toList();
			assertWalk(filter, 1 + random.nextInt(30), expected);
		}
	}

	private void assertWalk(String filter, int size, List<String> expected) {
		List<Answer> pages = follow(this.api.get("/users?size=" + size + filter), "next");
		assertThat(ids(pages)).as(filter).isEqualTo(expected);
		List<Answer> back = new ArrayList<>(follow(pages.get(pages.size() - 1), "prev"));
		Collections.reverse(back);
		assertThat(ids(back)).as("back: " + filter).isEqualTo(expected);
		Answer first = pages.get(0);
		assertThat(first.body().has("total")).isEqualTo(filter.isEmpty() || pages.size() == 1);
		assertThat(first.body().path("total").asInt(expected.size())).isEqualTo(expected.size());
		Stream.concat(pages.stream(), back.stream()).forEach((page) -> {
			assertThat(page.ids()).hasSizeLessThanOrEqualTo(size);
			assertThat(page.link("first")).isEqualTo(first.link("self"));
			assertThat(this.api.get(page.link("self").orElseThrow()).body()).isEqualTo(page.body());
		});
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			jür,         Jürgen
			jur,         Jürgen
			JUERGEN,     Juergen
			Zoe,         Zoë
			strass,      Straße
			straß,       STRASSE
			lu,          Łukasz
			100%,        100% Anna
			a_b,         a_b
			\\,          \\o/
			ann l,       Ann Lee
			' ann ',     Anna
			小,          小龍
			😀,           😀 Anna
			σό,          Σοφία
			ру,         Руслан
			""")
	void aNameIsFoundByItsBeginningHoweverItIsWritten(String asked, String name) {
		readModel.register(1, name, "a@example.com", "2026-01-01 00:00:00");
		assertThat(this.api.get("/users?name=" + encode(asked)).ids()).containsExactly(ReadModel.id(1));
	}

	/**
	 * Those that precede the space, with which the database pads texts that it compares.
	 */
	@ParameterizedTest
	@ValueSource(strings = { " b", "\tb", "\u180Eb", "\u2028b", "_b", "\u0301b", "\uDBFF\uDFFDb", "" })
	void aNameIsFoundByItsBeginningHoweverItGoesOn(String rest) {
		readModel.register(1, "ann" + rest, "a@example.com", "2026-01-01 00:00:00");
		readModel.register(2, "anm\uDBFF\uDFFD", "b@example.com", "2026-01-01 00:00:00");
		readModel.register(3, "ano\t", "c@example.com", "2026-01-01 00:00:00");
		assertThat(this.api.get("/users?name=ann").ids()).containsExactly(ReadModel.id(1));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			nn,      Anna
			anna b,  Anna
			%,       Anna
			a%,      Anna
			_nna,    Anna
			\\,      Anna
			🎉,       😀 Anna
			juer,    Jürgen
			""")
	void noOtherNameIsFound(String asked, String name) {
		readModel.register(1, name, "a@example.com", "2026-01-01 00:00:00");
		Answer found = this.api.get("/users?name=" + encode(asked));
		assertThat(found.ids()).isEmpty();
		assertThat(found.body().get("total").asInt(-1)).isZero();
	}

	/**
	 * With these, a search would find all users, or not those whose name goes on with
	 * one.
	 */
	@Test
	void noBeginningOfANameIsIgnoredByTheDatabase() {
		String digits = "(WITH RECURSIVE d (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM d WHERE n < 33) SELECT n FROM d)";
		List<String> ignored = readModel
			.query("""
					SELECT HEX(c) FROM (SELECT CONVERT(CHAR(a.n * 32768 + b.n * 1024 + c.n * 32 + d.n USING utf32) USING utf8mb4)
						COLLATE utf8mb4_unicode_520_ci AS c FROM %1$s a, %1$s b, %1$s c, %1$s d
						WHERE b.n < 32 AND c.n < 32 AND d.n < 32) AS characters
					WHERE c <= ' ' AND HEX(c) NOT IN ('3F', '')"""
				.formatted(digits));
		assertThat(ignored).hasSizeGreaterThan(500);
		assertThat(ignored.stream()
			.map((hex) -> new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8))
			.filter((character) -> UserName.readPrefix(character, (flaw) -> {
			}).isPresent())
			.map((character) -> Integer.toHexString(character.codePointAt(0)))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			2026-01-01T00:00:00.000Z,      2026-01-01T00:00:00.002Z,      2 1
			2026-01-01T00:00:00.001Z,      2026-01-01T00:00:00.002Z,      2
			2026-01-01T00:00:00.0000001Z,  2026-01-01T00:00:00.0010001Z,  2
			2026-01-01T01:00:00+01:00,     2025-12-31T19:00:00.001-05:00, 1
			2026-01-01T00:00:00z,          ,                              3 2 1
			,                              2026-01-01t00:00:00.002Z,      2 1
			1970-01-01T00:00:00Z,          9999-12-31T23:59:59.999Z,      3 2 1
			2026-01-01T00:00:00.003Z,      9999-12-31T23:59:59.999Z,      ''
			""")
	void timesAreFromOneAndBeforeTheOther(String after, String before, String expected) {
		IntStream.rangeClosed(1, 3)
			.forEach((n) -> readModel.register(n, "Ann", n + "@example.com", "2026-01-01 00:00:00.00" + (n - 1)));
		Answer found = this.api.get("/users?size=9" + parameter("created_after", Optional.ofNullable(after))
				+ parameter("created_before", Optional.ofNullable(before)));
		assertThat(found.ids()).containsExactlyElementsOf(Stream.of(expected.split(" "))
			.filter((number) -> !number.isEmpty())
			.map((number) -> ReadModel.id(Integer.parseInt(number)))
			.toList());
		assertThat(this.api.get(found.link("self").orElseThrow()).body()).isEqualTo(found.body());
	}

	/**
	 * An event of another producer may have any id.
	 */
	@Test
	void timesAreThoseOfEventsNotOfIds() {
		readModel.register(1, "Late", "late@example.com", "2026-02-01 00:00:00");
		readModel.register(2, "Early", "early@example.com", "2026-01-01 00:00:00");
		assertThat(this.api.get("/users?created_after=2026-01-15T00:00:00Z").ids()).containsExactly(ReadModel.id(1));
		assertThat(this.api.get("/users?created_after=2026-01-01T00:00:00Z").ids()).containsExactly(ReadModel.id(1),
				ReadModel.id(2));
	}

	@Test
	void anAddressIsCombinedWithOtherConditions() {
		readModel.register(1, "Ann", "ann@example.com", "2026-01-01 00:00:00");
		String address = "/users?email=Ann@Example.com";
		Answer found = this.api.get(address + "&name=an&created_after=2026-01-01T00:00:00Z");
		assertThat(found.ids()).containsExactly(ReadModel.id(1));
		assertThat(found.body().get("total").asInt()).isOne();
		assertThat(this.api.get(found.link("self").orElseThrow()).body()).isEqualTo(found.body());
		assertThat(this.api.get(address + "&name=b").ids()).isEmpty();
		assertThat(this.api.get(address + "&created_before=2026-01-01T00:00:00Z").ids()).isEmpty();
	}

	@Test
	void aCursorOfAnotherListIsRefused() {
		IntStream.rangeClosed(1, 3).forEach(readModel::register);
		List<String> lists = List.of("", "&name=u", "&name=us", "&created_after=2026-01-01T00:00:00Z",
				"&created_before=2027-01-01T00:00:00Z", "&name=u&created_after=2026-01-01T00:00:00Z");
		for (String list : lists) {
			String next = this.api.get("/users?size=1" + list).link("next").orElseThrow();
			String after = next.replaceAll(".*[?&](after=[^&]*).*", "$1");
			for (String other : lists) {
				for (String cursor : List.of(after, after.replace("after=", "before="))) {
					Answer answer = this.api.get("/users?" + cursor + other);
					assertThat(answer.status()).isEqualTo(other.equals(list) ? 200 : 400);
					if (!other.equals(list)) {
						assertThat(answer.body().at("/errors/0/parameter").asString())
							.isEqualTo(cursor.replaceAll("=.*", ""));
					}
				}
			}
		}
	}

	@Test
	void whatTheClientHasIsNotSentAgain() {
		readModel.register(1);
		String path = "/users?name=user&created_after=2026-01-01T00:00:00Z";
		String tag = this.api.get(path).header("ETag").orElseThrow();
		assertThat(this.api.get(path, "If-None-Match", tag).status()).isEqualTo(304);
		readModel.register(2);
		assertThat(this.api.get(path, "If-None-Match", tag).ids()).hasSize(2);
	}

	/**
	 * In an upgrade, this service may be ahead of the projector.
	 */
	@ParameterizedTest
	@CsvSource({ "'DROP INDEX users_name, DROP COLUMN name_key', name=a", "DROP INDEX users_name, name=a",
			"DROP INDEX users_created_at, created_after=2026-01-01T00:00:00Z" })
	void tablesOfBeforeAreWaitedFor(String change, String filter) {
		readModel.execute("ALTER TABLE users " + change);
		try {
			Answer answer = this.api.get("/users?" + filter).hasProblem(503, "service-unavailable");
			assertThat(answer.header("Retry-After")).contains("5");
			assertThat(this.api.get("/users").status()).isEqualTo(200);
			assertThat(this.api.get("/actuator/health/readiness").status()).isEqualTo(200);
		}
		finally {
			readModel.createTables();
		}
		assertThat(this.api.get("/users?" + filter).status()).isEqualTo(200);
	}

	private static List<UserView> users(Random random, int count) {
		List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1, count).boxed().toList());
		Collections.shuffle(numbers, random);
		return numbers.stream()
			.map((number) -> new UserView(ReadModel.id(number), NAMES.get(random.nextInt(NAMES.size())),
					"user" + number + "@example.com", time(random)))
			.toList();
	}

	private static LocalDateTime time(Random random) {
		return START.plusHours(random.nextInt(20)).plus(random.nextInt(2), ChronoUnit.MILLIS);
	}

	private static String prefix(Random random) {
		String name = NAMES.get(random.nextInt(NAMES.size()));
		String prefix = name.substring(0, name.offsetByCodePoints(0, 1 + random.nextInt(name.length())));
		return random.nextBoolean() ? prefix : prefix.toUpperCase(Locale.ROOT);
	}

	private static Comparator<UserView> order(boolean byName, boolean byTime) {
		if (byName) {
			return Comparator
				.<UserView, List<Integer>>comparing((user) -> primaries(user.name()), SearchIntegrationTests::compare)
				.thenComparing(UserView::id);
		}
		Comparator<UserView> newestFirst = Comparator.comparing(UserView::id).reversed();
		return byTime ? Comparator.comparing(UserView::createdAt).reversed().thenComparing(newestFirst) : newestFirst;
	}

	/**
	 * Returns what counts if neither case nor accents do.
	 */
	private static List<Integer> primaries(String text) {
		RuleBasedCollator collator = (RuleBasedCollator) Collator.getInstance(ULocale.ROOT);
		CollationElementIterator elements = collator.getCollationElementIterator(text);
		List<Integer> primaries = new ArrayList<>();
		for (int element = elements.next(); element != CollationElementIterator.NULLORDER; element = elements.next()) {
			if (CollationElementIterator.primaryOrder(element) != 0) {
				primaries.add(CollationElementIterator.primaryOrder(element));
			}
		}
		return primaries;
	}

	private static boolean startsWith(List<Integer> text, List<Integer> prefix) {
		return text.size() >= prefix.size() && text.subList(0, prefix.size()).equals(prefix);
	}

	private static int compare(List<Integer> one, List<Integer> other) {
		for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
			if (!one.get(i).equals(other.get(i))) {
				return Integer.compare(one.get(i), other.get(i));
			}
		}
		return Integer.compare(one.size(), other.size());
	}

	private static String utc(LocalDateTime time) {
		return time.toInstant(ZoneOffset.UTC).toString();
	}

	private static String parameter(String name, Optional<String> value) {
		return value.map((text) -> "&" + name + "=" + encode(text)).orElse("");
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private List<Answer> follow(Answer first, String relation) {
		List<Answer> pages = new ArrayList<>();
		for (Optional<Answer> page = Optional.of(first); page
			.isPresent(); page = page.flatMap((answer) -> answer.link(relation)).map(this.api::get)) {
			assertThat(page.get().status()).as(page.get().response().body()).isEqualTo(200);
			pages.add(page.get());
		}
		return pages;
	}

	private static List<String> ids(List<Answer> pages) {
		return pages.stream().flatMap((page) -> page.ids().stream()).toList();
	}

}
