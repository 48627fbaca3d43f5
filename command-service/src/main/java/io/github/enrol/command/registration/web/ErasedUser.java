/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.net.URI;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import org.jspecify.annotations.Nullable;

import org.springframework.hateoas.Link;
import org.springframework.hateoas.RepresentationModel;

/**
 * The answer to an erasure. Its link carries a consistency token: it answers 404 once the
 * read model has forgotten the user, and until then waits.
 */
final class ErasedUser extends RepresentationModel<ErasedUser> {

	private final String userId;

	ErasedUser(URI queryServiceUrl, RegistrationReply reply) {
		this.userId = RegisteredUser.userId(reply);
		add(Link.of(RegisteredUser.location(queryServiceUrl, reply), "user"));
	}

	@JsonProperty("user_id")
	String userId() {
		return this.userId;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ErasedUser user && super.equals(other) && user.userId.equals(this.userId);
	}

	@Override
	public int hashCode() {
		return this.userId.hashCode();
	}

}
