/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.net.URI;
import java.sql.SQLTimeoutException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.enrol.http.requests.KnownParameters;
import io.github.enrol.query.QueryProperties;
import io.github.enrol.query.readmodel.ReadModelOutage;
import io.github.enrol.query.readmodel.ProjectionProgress;
import io.github.enrol.query.readmodel.ProjectionProgress.Outcome;
import io.github.enrol.query.readmodel.Projections;
import io.github.enrol.query.readmodel.UserPage;
import io.github.enrol.query.readmodel.ReadModelOutage;
import io.github.enrol.query.readmodel.UserPages;
import io.github.enrol.query.readmodel.UserSearch;
import io.github.enrol.query.readmodel.UserView;
import io.github.enrol.query.readmodel.UserViews;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.hateoas.MediaTypes;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * How requests and answers map to HTTP. The read model is stubbed here and tested with a
 * database elsewhere.
 */
@WebMvcTest
@EnableConfigurationProperties({ QueryProperties.class, ConsoleProperties.class })
@Import({ ReadModelOutage.class, HalMediaTypes.class })
class UsersControllerTests {

	private static final String CURSOR = "MS4wMUtBUzlaQzVYUUgwVjNUNko4TTJONFA3Ug";

	private static final String OF_A_FILTER = "Mi4wMDAwMDAwMC4wMUtBUzlaQzVYUUgwVjNUNko4TTJONFA3Ui5Bbm4";

	private static final UserView ANN = new UserView("01KAS9ZC5XQH0V3T6J8M2N4P7R", "Ann", "ann@example.com",
			LocalDateTime.of(2026, 11, 23, 21, 30, 0, 5_000_000));

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private UserViews users;

	@MockitoBean
	private UserPages pages;

	@MockitoBean
	private UserSearch search;

	@MockitoBean
	private ProjectionProgress progress;

	@MockitoBean
	private Projections projections;

	@MockitoBean
	private UsersFeed feed;

	@MockitoBean
	private ReadModelOutage outage;

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					size=0                  | size   | must be a whole number from 1 to 200
					size=201                | size   | must be a whole number from 1 to 200
					size=-1                 | size   | must be a whole number from 1 to 200
					size=%2B5               | size   | must be a whole number from 1 to 200
					size=1.5                | size   | must be a whole number from 1 to 200
					size=99999999999        | size   | must be a whole number from 1 to 200
					size=%D9%A5             | size   | must be a whole number from 1 to 200
					size=                   | size   | must be a whole number from 1 to 200
					size=1&size=2           | size   | must be given only once
					after=x                 | after  | must be a cursor from a link of this service
					after=                  | after  | must be a cursor from a link of this service
					after=01KAS9ZC5XQH0V3T6J8M2N4P7R  | after  | must be a cursor from a link of this service
					after=Mi4wMUtBUzlaQzVYUUgwVjNUNko4TTJONFA3Ug | after  | must be a cursor from a link of this service
					after=MS4xLjE           | after  | must be a cursor from a link of this service
					before=%00              | before | must be a cursor from a link of this service
					before={c}&before={c}   | before | must be given only once
					after={c}&before={c}    | before | must not be given together with after
					email=ann@example.com&after={c}  | email  | must not be given together with a cursor
					email=ann@example.com&before={c} | email  | must not be given together with a cursor
					email=                  | email  | must not be blank
					email=ann               | email  | must be an email address, with one @
					email=a%20b@example.com          | email  | must not contain a space; a plus sign in a URL is written %2B
					email=%20a@example.com           | email  | must not contain a space; a plus sign in a URL is written %2B
					email=a@b.cd&email=c@d.ef        | email  | must be given only once
					name= | name | must not be blank
					name=%20 | name | must not be blank
					name=a%00b | name | must not contain control characters
					name=%0A%09a%0Ab | name | must not contain control characters
					name=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | name | must be at most 100 characters long
					name=%CC%81 | name | must contain more than accents and invisible characters
					name=%E2%80%8D | name | must contain more than accents and invisible characters
					name=a&name=b | name | must be given only once
					created_after= | created_after | must be a date and time with an offset, such as 2026-11-26T09:30:00Z
					created_after=x | created_after | must be a date and time with an offset, such as 2026-11-26T09:30:00Z
					created_after=2026-11-26 | created_after | must be a date and time with an offset, such as 2026-11-26T09:30:00Z
					created_after=2026-11-26T09:30:00 | created_after | must be a date and time with an offset, such as 2026-11-26T09:30:00Z
					created_after=20261126T093000Z | created_after | must be a date and time with an offset, such as 2026-11-26T09:30:00Z
					created_after=1764149400 | created_after | must be a date and time with an offset, such as 2026-11-26T09:30:00Z
					created_after=2026-02-30T00:00:00Z | created_after | must be a date and time with an offset, such as 2026-11-26T09:30:00Z
					created_after=2026-11-26T24:00:00Z | created_after | must be a date and time with an offset, such as 2026-11-26T09:30:00Z
					created_after=2026-11-26T09:30:00%2B2 | created_after | must be a date and time with an offset, such as 2026-11-26T09:30:00Z
					created_after=2026-11-26T09:30:00Z%00 | created_after | must be a date and time with an offset, such as 2026-11-26T09:30:00Z
					created_after=99999-01-01T00:00:00Z | created_after | must be a date and time with an offset, such as 2026-11-26T09:30:00Z
					created_before=2026-11-26T09:30:00%2002:00 | created_before | must not contain a space; a plus sign in a URL is written %2B
					created_before=0000-01-01T00:00:00Z | created_before | must be within the years 1970 to 9999
					created_before=1969-12-31T23:59:59.999Z | created_before | must be within the years 1970 to 9999
					created_before=%2B99999-01-01T00:00:00Z | created_before | must be within the years 1970 to 9999
					created_before=9999-12-31T23:59:59.9999Z | created_before | must be within the years 1970 to 9999
					created_before=-0001-01-01T00:00:00Z | created_before | must be within the years 1970 to 9999
					created_after=2026-11-26T09:30:00Z&created_before=2026-11-26T09:30:00Z | created_before | must be later than created_after
					created_after=2026-11-26T09:30:00Z&created_before=2026-11-26T09:30:00%2B00:01 | created_before | must be later than created_after
					name=a&after={c} | after | must be a cursor from a link of the list with these filters
					created_after=2026-11-26T09:30:00Z&before={c} | before | must be a cursor from a link of the list with these filters
					after={f} | after | must be a cursor from a link of the list with these filters
					name=&after={c} | name | must not be blank
					name=a&email=ann@example.com&after={c} | email | must not be given together with a cursor
					at=x                    | at     | must be a consistency token that a registration gave
					at=                     | at     | must be a consistency token that a registration gave
					at=MS4wLjA&at=MS4wLjA   | at     | must be given only once
					""")
	void wrongParameterIsNamed(String query, String parameter, String detail) {
		MvcTestResult result = get("/users?" + query.replace("{c}", CURSOR).replace("{f}", OF_A_FILTER));
		assertThat(result).hasStatus(400).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson()
			.extractingPath("$.errors")
			.asArray()
			.containsExactly(Map.of("parameter", parameter, "detail", detail));
		verifyNoInteractions(this.pages, this.search, this.progress);
	}

	@Test
	void allWrongParametersAreNamedAtOnce() {
		assertThat(get("/users?size=0&after=x&before=y&email=z&at=a")).bodyJson()
			.extractingPath("$.errors[*].parameter")
			.asArray()
			.contains("size", "after", "before", "email", "at");
	}

	@ParameterizedTest
	@CsvSource({ "/users?sizes=20, sizes, did you mean size?",
			"/users?at=MS4wLjA&e-mail=x, e-mail, did you mean email?",
			"/users?created-after=x, created-after, did you mean created_after?",
			"/users?nam=x, nam, did you mean name?",
			"/users/01KAS9ZC5XQH0V3T6J8M2N4P7R?ad=MS4wLjA, ad, did you mean at?", "/?size=1, size, which has none" })
	void unknownParametersAreRefused(String uri, String parameter, String advice) {
		MvcTestResult result = get(uri);
		assertThat(result).hasStatus(400);
		assertThat(result).bodyJson().extractingPath("$.errors[0].parameter").isEqualTo(parameter);
		assertThat(result).bodyJson().extractingPath("$.errors[0].detail").asString().endsWith(advice);
		verifyNoInteractions(this.pages, this.users, this.progress);
	}

	@Test
	void theEntryNamesTheParametersThatAreKnown() {
		String template = "http://localhost/users{?size,after,before,email,name,created_after,created_before,at}";
		assertThat(get("/")).bodyJson().extractingPath("$._links.enrol:users.href").isEqualTo(template);
		assertThat(UsersController.class.getDeclaredMethods())
			.filteredOn((method) -> method.getName().startsWith("list"))
			.extracting((method) -> "http://localhost/users{?"
					+ String.join(",", method.getAnnotation(KnownParameters.class).value()) + "}")
			.isNotEmpty()
			.containsOnly(template);
	}

	@ParameterizedTest
	@ValueSource(strings = { "W/\"3-7\"", "\"3-7\"", "\"x\", W/\"3-7\"", "*" })
	void aPageThatTheClientHasIsNotRead(String tags) {
		given(this.pages.version()).willReturn("3-7");
		given(this.progress.reaches(any())).willReturn(CompletableFuture.completedFuture(Outcome.REACHED));
		for (String uri : List.of("/users", "/users?size=7", "/users?at=MS4wLjA", "/users?after=" + CURSOR)) {
			MvcTestResult result = this.mvc.get().uri(uri).header("If-None-Match", tags).exchange();
			assertThat(result).hasStatus(304).hasHeader("ETag", "W/\"3-7\"").bodyText().isEmpty();
		}
		verify(this.pages, never()).newest(anyInt());
		verify(this.pages, never()).olderThan(anyString(), anyInt());
	}

	@Test
	void pageIsHal() {
		given(this.pages.olderThan(ANN.id(), 1)).willReturn(new UserPage(List.of(ANN), 3L, "3-7", true, true));
		assertThat(get("/users?size=1&after=" + CURSOR)).hasStatusOk()
			.hasContentType("application/hal+json")
			.bodyJson()
			.isStrictlyEqualTo("""
					{
						"count": 1,
						"total": 3,
						"_embedded": {
							"users": [{
								"id": "01KAS9ZC5XQH0V3T6J8M2N4P7R",
								"name": "Ann",
								"email": "ann@example.com",
								"created_at": "2026-11-23T21:30:00.005Z",
								"_links": { "self": { "href": "http://localhost/users/01KAS9ZC5XQH0V3T6J8M2N4P7R" } }
							}]
						},
						"_links": {
							"self": { "href": "http://localhost/users?after=%1$s&size=1" },
							"first": { "href": "http://localhost/users?size=1" },
							"next": { "href": "http://localhost/users?after=%1$s&size=1" },
							"prev": { "href": "http://localhost/users?before=%1$s&size=1" },
							"item": [{ "href": "http://localhost/users/01KAS9ZC5XQH0V3T6J8M2N4P7R" }]
						}
					}""".formatted(CURSOR));
	}

	@ParameterizedTest
	@CsvSource({ "2026-11-23T21:30, 2026-11-23T21:30:00.000Z", "2026-11-23T21:30:27.4, 2026-11-23T21:30:27.400Z",
			"2026-11-23T21:30:27.123, 2026-11-23T21:30:27.123Z", "1970-01-01T00:00, 1970-01-01T00:00:00.000Z",
			"9999-12-31T23:59:59.999, 9999-12-31T23:59:59.999Z" })
	void timeAlwaysHasMilliseconds(LocalDateTime stored, String shown) {
		given(this.users.findOneById(ANN.id()))
			.willReturn(Optional.of(new UserView(ANN.id(), ANN.name(), ANN.email(), stored)));
		assertThat(get("/users/" + ANN.id())).bodyJson().extractingPath("$.created_at").isEqualTo(shown);
	}

	@Test
	void lookUpByEmailLinksToItselfAndHasNoNeighbours() {
		given(this.search.first(any(), anyInt())).willReturn(new UserPage(List.of(), 0L, null, false, false));
		MvcTestResult result = get("/users?email=Ann%2Bx%26y@example.com");
		assertThat(result).bodyJson()
			.extractingPath("$._links")
			.isEqualTo(Map.of("self", Map.of("href", "http://localhost/users?email=Ann%2Bx%26y%40example.com")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users", "/users/01KAS9ZC5XQH0V3T6J8M2N4P7R", "/" })
	void otherMediaTypesAndMethodsAreRefused(String path) {
		assertThat(this.mvc.get().uri(path).accept(MediaType.TEXT_PLAIN)).hasStatus(406)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(this.mvc.post().uri(path)).hasStatus(405)
			.containsHeader("Allow")
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void tokenOfNoPartitionIsNamed() {
		given(this.users.findOneById(anyString())).willReturn(Optional.empty());
		given(this.progress.reaches(any())).willReturn(CompletableFuture.completedFuture(Outcome.NO_SUCH_PARTITION));
		for (String uri : List.of("/users?at=MS4wLjA", "/users/01KAS9ZC5XQH0V3T6J8M2N4P7R?at=MS4wLjA")) {
			assertThat(get(uri)).hasStatus(400)
				.bodyJson()
				.extractingPath("$.errors")
				.asArray()
				.containsExactly(
						Map.of("parameter", "at", "detail", "must be a consistency token that a registration gave"));
		}
	}

	@Test
	void unexpectedFailureWhileWaitingIsAnInternalError() {
		given(this.progress.reaches(any())).willReturn(CompletableFuture.failedFuture(new StackOverflowError()));
		assertThat(get("/users?at=MS4wLjA")).hasStatus(500).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void failedReadIsAnOutageEvenAfterAWait() {
		QueryTimeoutException timeout = new QueryTimeoutException("secret", new SQLTimeoutException("secret"));
		given(this.pages.newest(anyInt())).willThrow(timeout);
		given(this.users.findOneById(anyString())).willReturn(Optional.empty());
		given(this.progress.reaches(any())).willReturn(CompletableFuture.completedFuture(Outcome.REACHED))
			.willReturn(CompletableFuture.failedFuture(timeout));
		for (String uri : List.of("/users", "/users?at=MS4wLjA", "/users/01KAS9ZC5XQH0V3T6J8M2N4P7R?at=MS4wLjA")) {
			MvcTestResult result = this.mvc.get().uri(uri).accept(MediaTypes.HAL_JSON).exchange();
			assertThat(result).hasStatus(503)
				.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
				.hasHeader("Retry-After", "5")
				.hasHeader("Cache-Control", "no-store")
				.bodyText()
				.contains("read-model-unavailable")
				.doesNotContain("secret");
		}
	}

	/**
	 * Uses the URI as given, without encoding it again.
	 */
	private MvcTestResult get(String uri) {
		return this.mvc.get().uri(URI.create("http://localhost" + uri)).exchange();
	}

}
