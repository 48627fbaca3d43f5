/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.enrol.events.EmailAddress;
import io.github.enrol.events.UserId;
import io.github.enrol.events.UserName;
import io.github.enrol.query.web.FormTemplate.Property;

import org.springframework.hateoas.Link;
import org.springframework.hateoas.RepresentationModel;
import org.springframework.http.MediaType;

/**
 * The entry point in HAL-FORMS: with it, a client that knows nothing else can register
 * and find users. Registration is the default template, the one of simple clients.
 */
final class EntryForms extends RepresentationModel<EntryForms> {

	/** In the order in which clients show them. */
	private final Map<String, FormTemplate> templates = new LinkedHashMap<>();

	EntryForms(List<Link> links, Link users, Link registration, Link registrations, Link erasure) {
		super(links);
		this.templates.put("default",
				new FormTemplate("Register a user", "POST", registration.getHref(), MediaType.APPLICATION_JSON_VALUE,
						List.of(Property.required("username", "Name", "text", UserName.MAX_LENGTH),
								Property.required("email", "Email address", "email", EmailAddress.MAX_OCTETS))));
		this.templates.put("search", new FormTemplate("Find users", "GET", users.getHref(), null,
				List.of(Property.optional(FilterParameters.EMAIL, "Email address", "email", EmailAddress.MAX_OCTETS),
						Property.optional(FilterParameters.NAME, "Beginning of the name", "text", UserName.MAX_LENGTH),
						Property.optionalTime(FilterParameters.CREATED_AFTER, "Registered at or after"),
						Property.optionalTime(FilterParameters.CREATED_BEFORE, "Registered before"),
						Property.optionalNumber(UsersQuery.SIZE, "Users on a page", 1, UsersQuery.MAX_SIZE))));
		this.templates.put("import", new FormTemplate("Register many users, one JSON object per line", "POST",
				registrations.getHref(), MediaType.APPLICATION_NDJSON_VALUE, List.of()));
		this.templates.put("erase",
				new FormTemplate("Erase a user", "POST", erasure.getHref(), MediaType.APPLICATION_JSON_VALUE,
						List.of(Property.required("email", "Email address", "email", EmailAddress.MAX_OCTETS),
								Property.required("user_id", "Id of the user", "text", UserId.LENGTH))));
	}

	@JsonProperty("_templates")
	Map<String, FormTemplate> templates() {
		return this.templates;
	}

}
