/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.command.registration.EraseUser;
import io.github.enrol.command.registration.web.RegistrationRequest.Members;
import io.github.enrol.events.EmailAddress;
import io.github.enrol.events.UserId;
import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;
import tools.jackson.databind.JsonNode;

/**
 * A validated erasure.
 */
record ErasureRequest(EmailAddress email, UserId userId) {

	static final String USER_ID = "user_id";

	/**
	 * Reads a body.
	 * @throws Problem if it is too large, is not JSON, or has invalid fields, all of
	 * which are named
	 */
	static ErasureRequest read(byte[] body) {
		JsonNode json = RegistrationRequest.object(body, RegistrationJson.ERASURE);
		List<InvalidValue> errors = new ArrayList<>();
		Members members = (name, flaw) -> RegistrationRequest.text(json, name, flaw);
		EmailAddress email = RegistrationRequest.read(members, RegistrationRequest.EMAIL, EmailAddress::read, errors);
		UserId userId = RegistrationRequest.read(members, USER_ID, ErasureRequest::userId, errors);
		if (email == null || userId == null) {
			throw Problem.invalid(errors);
		}
		return new ErasureRequest(email, userId);
	}

	private static Optional<UserId> userId(String text, Consumer<String> flaw) {
		Optional<UserId> id = UserId.parse(text.strip());
		if (id.isEmpty()) {
			flaw.accept("must be the id of a user, 26 characters long");
		}
		return id;
	}

	/**
	 * Creates the command. The time is set here, once and for all (invariant I5).
	 */
	EraseUser command() {
		return new EraseUser(UlidCreator.getUlid().toString(), this.userId.value(), this.email.typed(),
				Instant.now().truncatedTo(ChronoUnit.MILLIS));
	}

}
