/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.events.EmailAddress;
import io.github.enrol.events.UserName;
import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A validated registration: the body of a request, or a line of an import. It is read as
 * a tree, so that all invalid fields, wrong types included, are reported at once.
 *
 * @param username a valid name
 * @param email a valid address
 */
public record RegistrationRequest(UserName username, EmailAddress email) {

	/** Maximum body size, in bytes. */
	public static final int MAX_BODY_SIZE = 16 * 1024;

	/**
	 * Reads a body.
	 * @throws Problem as {@link #read(byte[])}
	 */
	static RegistrationRequest read(InputStream body) throws IOException {
		return read(body.readNBytes(MAX_BODY_SIZE + 1));
	}

	/**
	 * Reads a complete body, or enough of it to see that it is too large.
	 * @throws Problem if it is too large, is not JSON, or has invalid fields, all of
	 * which are named
	 */
	public static RegistrationRequest read(byte[] body) {
		if (body.length > MAX_BODY_SIZE) {
			throw Problem.of(ProblemType.PAYLOAD_TOO_LARGE,
					"The registration is larger than " + MAX_BODY_SIZE + " bytes.");
		}
		JsonNode json = RegistrationJson.read(body);
		if (!json.isObject()) {
			throw Problem.invalid(List.of(InvalidValue.inBody("", "must be a JSON object")));
		}
		List<InvalidValue> errors = new ArrayList<>();
		UserName username = text(json, "username", UserName::read, errors);
		EmailAddress email = text(json, "email", EmailAddress::read, errors);
		if (username == null || email == null) {
			throw Problem.invalid(errors);
		}
		return new RegistrationRequest(username, email);
	}

	/**
	 * Refuses a first line that is not UTF-8.
	 * @param line as in {@link #read(byte[])}
	 * @throws Problem that names the encoding that it looks like
	 */
	public static void requireUtf8(byte[] line) {
		RegistrationJson.requireUtf8(line, line.length > MAX_BODY_SIZE);
	}

	/**
	 * Creates the command. The user's id and the time are set here, once and for all
	 * (invariant I5).
	 */
	public RegisterUser command(IdempotencyKey key) {
		return new RegisterUser(key.value(), UserIds.next().toString(), this.username.value(), this.email.typed(),
				Instant.now().truncatedTo(ChronoUnit.MILLIS));
	}

	private static <T> @Nullable T text(JsonNode json, String name, Rule<T> rule, List<InvalidValue> errors) {
		JsonNode value = json.get(name);
		Consumer<String> flaw = (detail) -> errors.add(InvalidValue.inBody("/" + name, detail));
		if (value == null || value.isNull()) {
			flaw.accept("is missing");
			return null;
		}
		if (!value.isString()) {
			flaw.accept("must be a string");
			return null;
		}
		return rule.read(value.stringValue(), flaw).orElse(null);
	}

	private interface Rule<T> {

		Optional<T> read(String text, Consumer<String> flaw);

	}

}
