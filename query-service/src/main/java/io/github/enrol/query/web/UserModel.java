/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.time.ZoneOffset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.enrol.events.Timestamps;
import io.github.enrol.query.readmodel.UserView;

import org.springframework.hateoas.Link;
import org.springframework.hateoas.RepresentationModel;

/**
 * A user in the API. Not an {@code EntityModel}, whose content would be unwrapped anew
 * for each user of each answer.
 */
@JsonPropertyOrder({ "id", "name", "email", "created_at" })
final class UserModel extends RepresentationModel<UserModel> {

	private final UserView user;

	UserModel(UserView user, Link self) {
		super(self);
		this.user = user;
	}

	public String getId() {
		return this.user.id();
	}

	public String getName() {
		return this.user.name();
	}

	public String getEmail() {
		return this.user.email();
	}

	@JsonProperty("created_at")
	public String getCreatedAt() {
		return Timestamps.format(this.user.createdAt().toInstant(ZoneOffset.UTC));
	}

}
