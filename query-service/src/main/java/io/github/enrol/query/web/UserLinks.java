/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.enrol.http.documents.Relations;
import io.github.enrol.http.requests.RequestAddress;
import io.github.enrol.http.status.StatusAutoConfiguration;
import io.github.enrol.query.QueryProperties;
import io.github.enrol.query.readmodel.UserPage;
import io.github.enrol.query.readmodel.UserView;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.hateoas.IanaLinkRelations;
import org.springframework.hateoas.Link;
import org.springframework.hateoas.LinkRelation;
import org.springframework.hateoas.TemplateVariable.VariableType;
import org.springframework.hateoas.UriTemplate;
import org.springframework.http.MediaType;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * All paths and links of the API. Links start with the address that the client used,
 * which is read from the request once, because another thread may build the answer.
 */
final class UserLinks {

	static final String ENTRY = "/";

	static final String USERS = "/users";

	static final String USER = USERS + "/{id}";

	private static final String STATUS = StatusAutoConfiguration.PATH;

	static final String PROJECTION = "/projection";

	private static final String REGISTRATION = "/user/registration";

	private static final String IMPORT = "/user/registrations";

	private static final String ERASURE = "/user/erasure";

	private final String base;

	private UserLinks(String base) {
		this.base = base;
	}

	/**
	 * Reads the address from the request.
	 * @throws Problem if the request's host is missing or invalid
	 */
	static UserLinks of(HttpServletRequest request) {
		return new UserLinks(RequestAddress.of(request));
	}

	/**
	 * Links with the same address are equal.
	 */
	@Override
	public boolean equals(Object other) {
		return other instanceof UserLinks links && links.base.equals(this.base);
	}

	@Override
	public int hashCode() {
		return this.base.hashCode();
	}

	List<Link> entry(QueryProperties services) {
		UriTemplate users = UriTemplate.of(this.base + USERS);
		for (String parameter : List.of(UsersQuery.SIZE, UsersQuery.AFTER, UsersQuery.BEFORE, FilterParameters.EMAIL,
				FilterParameters.NAME, FilterParameters.CREATED_AFTER, FilterParameters.CREATED_BEFORE,
				QueryParameters.AT)) {
			users = users.with(parameter, VariableType.REQUEST_PARAM);
		}
		UriTemplate user = UriTemplate.of(this.base + USER).with(QueryParameters.AT, VariableType.REQUEST_PARAM);
		return List.of(Link.of(this.base + ENTRY), Link.of(users, "users"), Link.of(user, "user"), feed(),
				projection().withRel("projection"), of(services.commandServiceUrl(), REGISTRATION, "registration"),
				of(services.commandServiceUrl(), IMPORT, "registrations"),
				of(services.commandServiceUrl(), ERASURE, "erasure"),
				Link.of(this.base + STATUS, "status").withName("query-service"),
				of(services.commandServiceUrl(), STATUS, "status").withName("command-service"),
				of(services.projectorServiceUrl(), STATUS, "status").withName("projector-service"),
				Link.of(this.base + Relations.OPEN_API, Relations.SERVICE_DESC)
					.withType(MediaType.APPLICATION_JSON_VALUE));
	}

	private Link feed() {
		UriTemplate users = UriTemplate.of(this.base + USERS)
			.with(FeedController.LAST_EVENT_ID, VariableType.REQUEST_PARAM);
		return Link.of(users, "feed").withType(MediaType.TEXT_EVENT_STREAM_VALUE);
	}

	Link projection() {
		return Link.of(this.base + PROJECTION);
	}

	EntryForms entryForms(QueryProperties services) {
		URI commandService = services.commandServiceUrl();
		return new EntryForms(entry(services), Link.of(this.base + USERS),
				of(commandService, REGISTRATION, "registration"), of(commandService, IMPORT, "registrations"),
				of(commandService, ERASURE, "erasure"));
	}

	private static Link of(URI service, String path, String relation) {
		return Link.of(UriComponentsBuilder.fromUri(service).path(path).toUriString(), relation);
	}

	Link user(UserView user) {
		return Link.of(this.base + USER.replace("{id}", user.id()));
	}

	/**
	 * Returns the links to the page's users, its own, and those to its neighbours, if
	 * any.
	 */
	List<Link> page(UsersQuery query, UserPage page, List<UserModel> models) {
		List<Link> links = new ArrayList<>();
		models
			.forEach((user) -> links.add(user.getRequiredLink(IanaLinkRelations.SELF).withRel(IanaLinkRelations.ITEM)));
		Map<String, Object> list = FilterParameters.of(query.filter());
		if (query.isLookUp()) {
			links.add(users(IanaLinkRelations.SELF, list));
			return links;
		}
		list.put(UsersQuery.SIZE, query.size());
		links.add(query.after()
			.map((cursor) -> users(IanaLinkRelations.SELF, list, UsersQuery.AFTER, cursor))
			.or(() -> query.before().map((cursor) -> users(IanaLinkRelations.SELF, list, UsersQuery.BEFORE, cursor)))
			.orElseGet(() -> users(IanaLinkRelations.SELF, list)));
		links.add(users(IanaLinkRelations.FIRST, list));
		List<UserView> users = page.users();
		if (page.hasNext()) {
			UserCursor last = UserCursor.at(users.get(users.size() - 1), query.filter());
			links.add(users(IanaLinkRelations.NEXT, list, UsersQuery.AFTER, last));
		}
		if (page.hasPrevious()) {
			UserCursor first = UserCursor.at(users.get(0), query.filter());
			links.add(users(IanaLinkRelations.PREV, list, UsersQuery.BEFORE, first));
		}
		return links;
	}

	private Link users(LinkRelation relation, Map<String, Object> list, String direction, UserCursor cursor) {
		Map<String, Object> parameters = new HashMap<>(list);
		parameters.put(direction, cursor.encode());
		return users(relation, parameters);
	}

	private Link users(LinkRelation relation, Map<String, Object> parameters) {
		// Strictly encoded: a plus in an address must not read as a space.
		String query = parameters.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((parameter) -> parameter.getKey() + "="
					+ UriUtils.encode(parameter.getValue().toString(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return Link.of(this.base + USERS + "?" + query, relation);
	}

}
