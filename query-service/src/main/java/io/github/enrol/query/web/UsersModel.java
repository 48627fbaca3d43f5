/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

import org.springframework.hateoas.Link;
import org.springframework.hateoas.RepresentationModel;

/**
 * A page of users in the API. Not a {@code CollectionModel}, which would determine type
 * and relation of its content anew for each answer, and omit an empty array.
 */
@JsonPropertyOrder({ "count", "total", "_embedded" })
final class UsersModel extends RepresentationModel<UsersModel> {

	private final List<UserModel> users;

	private final @Nullable Long total;

	UsersModel(List<UserModel> users, @Nullable Long total, List<Link> links) {
		super(links);
		this.users = users;
		this.total = total;
	}

	public int getCount() {
		return this.users.size();
	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	public @Nullable Long getTotal() {
		return this.total;
	}

	@JsonProperty("_embedded")
	public Embedded getEmbedded() {
		return new Embedded(this.users);
	}

	/**
	 * The embedded resources by relation.
	 */
	record Embedded(List<UserModel> users) {
	}

}
