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
import org.springframework.util.StringUtils;

/**
 * The answer to an accepted registration, with a link to the user in the query-service.
 * The link carries a consistency token, so the query-service waits for the user rather
 * than answering 404.
 */
public final class RegisteredUser extends RepresentationModel<RegisteredUser> {

	private final String userId;

	private final String location;

	public RegisteredUser(URI queryServiceUrl, RegistrationReply reply) {
		this.userId = userId(reply);
		this.location = location(queryServiceUrl, reply);
		add(Link.of(this.location), Link.of(this.location, "user"));
	}

	/**
	 * Returns the user's URL, with the consistency token. Ids and tokens are safe in a
	 * URL as they are.
	 */
	public static String location(URI queryServiceUrl, RegistrationReply reply) {
		return StringUtils.trimTrailingCharacter(queryServiceUrl.toString(), '/') + "/users/" + userId(reply) + "?at="
				+ reply.token().encode();
	}

	static String userId(RegistrationReply reply) {
		return Objects.requireNonNull(reply.userId(), "the reply is a refusal");
	}

	@JsonProperty("user_id")
	String userId() {
		return this.userId;
	}

	public String location() {
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
