/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

import org.springframework.hateoas.Link;
import org.springframework.hateoas.RepresentationModel;

/**
 * A page of users as the API shows it. Embeds them itself, since what a
 * {@code CollectionModel} holds is asked for its type and relation anew for each answer,
 * and for no users shows nothing instead of an empty array.
 */
@JsonPropertyOrder({ "count", "total", "_embedded" })
final class UsersModel extends RepresentationModel<UsersModel> {

	private final List<UserModel> users;

	private final long total;

	UsersModel(List<UserModel> users, long total, List<Link> links) {
		super(links);
		this.users = users;
		this.total = total;
	}

	/**
	 * How many users are on the page.
	 */
	public int getCount() {
		return this.users.size();
	}

	/**
	 * How many users are on all pages.
	 */
	public long getTotal() {
		return this.total;
	}

	@JsonProperty("_embedded")
	public Embedded getEmbedded() {
		return new Embedded(this.users);
	}

	/**
	 * The resources in it, by their relation.
	 */
	record Embedded(List<UserModel> users) {
	}

}
