/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.enrol.events.ConsistencyToken;
import io.github.enrol.events.UserId;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import io.github.enrol.http.requests.KnownParameters;
import io.github.enrol.query.readmodel.ProjectionProgress;
import io.github.enrol.query.readmodel.UserPage;
import io.github.enrol.query.readmodel.UserPages;
import io.github.enrol.query.readmodel.UserSearch;
import io.github.enrol.query.readmodel.UserView;
import io.github.enrol.query.readmodel.UserViews;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.hateoas.MediaTypes;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The users. A request with a consistency token is answered once the read model has
 * reached the token, or refused: a user that has not arrived yet is never "not found".
 */
@RestController
@RequestMapping(produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
class UsersController {

	/** To be asked for again each time: the user may have been erased. */
	private static final CacheControl REVALIDATED = CacheControl.noCache().cachePrivate();

	private final UserViews users;

	private final UserPages pages;

	private final UserSearch search;

	private final ProjectionProgress progress;

	private final Executor executor;

	UsersController(UserViews users, UserPages pages, UserSearch search, ProjectionProgress progress,
			AsyncTaskExecutor executor) {
		this.users = users;
		this.pages = pages;
		this.search = search;
		this.progress = progress;
		this.executor = executor;
	}

	@GetMapping(path = UserLinks.USERS, params = "!" + QueryParameters.AT)
	@KnownParameters({ UsersQuery.SIZE, UsersQuery.AFTER, UsersQuery.BEFORE, FilterParameters.EMAIL,
			FilterParameters.NAME, FilterParameters.CREATED_AFTER, FilterParameters.CREATED_BEFORE,
			QueryParameters.AT })
	ResponseEntity<UsersModel> list(@RequestParam MultiValueMap<String, String> parameters,
			HttpServletRequest request) {
		return answer(UsersQuery.of(parameters), UserLinks.of(request), EntityTags.of(request));
	}

	@GetMapping(path = UserLinks.USERS, params = QueryParameters.AT)
	@KnownParameters({ UsersQuery.SIZE, UsersQuery.AFTER, UsersQuery.BEFORE, FilterParameters.EMAIL,
			FilterParameters.NAME, FilterParameters.CREATED_AFTER, FilterParameters.CREATED_BEFORE,
			QueryParameters.AT })
	CompletableFuture<ResponseEntity<UsersModel>> listAt(@RequestParam MultiValueMap<String, String> parameters,
			HttpServletRequest request) {
		UsersQuery query = UsersQuery.of(parameters);
		UserLinks links = UserLinks.of(request);
		EntityTags known = EntityTags.of(request);
		return after(query.token().orElseThrow(), () -> answer(query, links, known));
	}

	@GetMapping(path = UserLinks.USER, params = "!" + QueryParameters.AT)
	@KnownParameters(QueryParameters.AT)
	ResponseEntity<UserModel> one(@PathVariable String id, HttpServletRequest request) {
		return answer(find(id), UserLinks.of(request));
	}

	@GetMapping(path = UserLinks.USER, params = QueryParameters.AT)
	@KnownParameters(QueryParameters.AT)
	CompletableFuture<ResponseEntity<UserModel>> oneAt(@PathVariable String id,
			@RequestParam MultiValueMap<String, String> given, HttpServletRequest request) {
		QueryParameters parameters = new QueryParameters(given);
		Optional<ConsistencyToken> token = parameters.token();
		parameters.check();
		UserLinks links = UserLinks.of(request);
		Optional<UserView> arrived = find(id);
		// Users never change, so an existing one satisfies every token but that of an
		// erasure.
		boolean answered = arrived.isPresent() && !token.orElseThrow().erasure();
		return (answered || UserId.parse(id).isEmpty()) ? CompletableFuture.completedFuture(answer(arrived, links))
				: after(token.orElseThrow(), () -> answer(find(id), links));
	}

	private <T> CompletableFuture<T> after(ConsistencyToken token, Supplier<T> answer) {
		return this.progress.reaches(token).thenApplyAsync((outcome) -> switch (outcome) {
			case REACHED -> answer.get();
			case NOT_IN_TIME -> throw Problem
				.of(ProblemType.READ_MODEL_BEHIND, "What the consistency token stands for has not arrived yet.")
				.retryAfter(Duration.ofSeconds(1));
			case NO_SUCH_PARTITION -> throw Problem.invalid(List.of(QueryParameters.INVALID_TOKEN));
		}, this.executor);
	}

	private Optional<UserView> find(String id) {
		return UserId.parse(id).flatMap((userId) -> this.users.findOneById(userId.value()));
	}

	private static ResponseEntity<UserModel> answer(Optional<UserView> found, UserLinks links) {
		UserView user = found
			.orElseThrow(() -> Problem.of(ProblemType.USER_NOT_FOUND, "No registered user has this id."));
		return ResponseEntity.ok()
			.cacheControl(REVALIDATED)
			.varyBy(HttpHeaders.ACCEPT)
			.eTag(EntityTags.of(user))
			.lastModified(user.createdAt().toInstant(ZoneOffset.UTC))
			.body(model(user, links));
	}

	/**
	 * Does not read a page that the client has.
	 */
	private ResponseEntity<UsersModel> answer(UsersQuery query, UserLinks links, EntityTags known) {
		if (!query.isLookUp() && known.areGiven()) {
			String current = EntityTags.ofPages(this.pages.version());
			if (known.contain(current)) {
				return answer(HttpStatus.NOT_MODIFIED, current).build();
			}
		}
		UserPage page = query.find(this.pages, this.search);
		List<UserModel> users = page.users().stream().map((user) -> model(user, links)).toList();
		return answer(HttpStatus.OK, EntityTags.of(page))
			.body(new UsersModel(users, page.total(), links.page(query, page, users)));
	}

	private static ResponseEntity.BodyBuilder answer(HttpStatus status, @Nullable String tag) {
		return ResponseEntity.status(status).cacheControl(REVALIDATED).varyBy(HttpHeaders.ACCEPT).eTag(tag);
	}

	private static UserModel model(UserView user, UserLinks links) {
		return new UserModel(user, links.user(user));
	}

}
