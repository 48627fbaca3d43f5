/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.net.URI;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.enrol.command.registration.gateway.RegistrationReply;

import org.jspecify.annotations.Nullable;

import org.springframework.hateoas.Link;
import org.springframework.hateoas.RepresentationModel;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The answer to an accepted registration, with a link to the user in the query-service.
 * The link carries a consistency token, so the query-service waits for the user rather
 * than answering 404.
 */
public final class RegisteredUser extends RepresentationModel<RegisteredUser> {

	private final String userId;

	private final URI location;

	public RegisteredUser(URI queryServiceUrl, RegistrationReply reply) {
		this.userId = userId(reply);
		this.location = location(queryServiceUrl, reply);
		add(Link.of(this.location.toString()), Link.of(this.location.toString(), "user"));
	}

	/**
	 * Returns the user's URL, with the consistency token.
	 */
	public static URI location(URI queryServiceUrl, RegistrationReply reply) {
		return UriComponentsBuilder.fromUri(queryServiceUrl)
			.pathSegment("users", userId(reply))
			.queryParam("at", reply.token().encode())
			.build()
			.toUri();
	}

	static String userId(RegistrationReply reply) {
		return Objects.requireNonNull(reply.userId(), "the reply is a refusal");
	}

	@JsonProperty("user_id")
	String userId() {
		return this.userId;
	}

	public URI location() {
		return this.location;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof RegisteredUser user && this.location.equals(user.location);
	}

	@Override
	public int hashCode() {
		return this.location.hashCode();
	}

}
