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
import java.util.function.UnaryOperator;

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

	public static final String USERNAME = "username";

	public static final String EMAIL = "email";

	/** Maximum body size, in bytes. */
	public static final int MAX_BODY_SIZE = 16 * 1024;

	/**
	 * Reads a complete body, or enough of it to see that it is too large.
	 * @throws Problem if it is too large, is not JSON, or has invalid fields, all of
	 * which are named
	 */
	public static RegistrationRequest read(byte[] body) {
		JsonNode json = object(body, RegistrationJson.REGISTRATION);
		return of((name, flaw) -> text(json, name, flaw));
	}

	static JsonNode object(byte[] body, RegistrationJson kind) {
		requireSize(body, kind);
		JsonNode json = kind.read(body);
		if (!json.isObject()) {
			throw Problem.invalid(List.of(InvalidValue.inBody("", "must be a JSON object")));
		}
		return json;
	}

	/**
	 * Validates values that were read from another format than JSON.
	 * @param value returns the value of a member, by its name
	 * @throws Problem that names all invalid values
	 */
	public static RegistrationRequest of(UnaryOperator<String> value) {
		return of((name, flaw) -> value.apply(name));
	}

	private static RegistrationRequest of(Members members) {
		List<InvalidValue> errors = new ArrayList<>();
		UserName username = read(members, USERNAME, UserName::read, errors);
		EmailAddress email = read(members, EMAIL, EmailAddress::read, errors);
		if (username == null || email == null) {
			throw Problem.invalid(errors);
		}
		return new RegistrationRequest(username, email);
	}

	/**
	 * Returns a registration in another format than JSON as text.
	 * @param body as in {@link #read(byte[])}
	 * @throws Problem if it is too large or not UTF-8
	 */
	public static String text(byte[] body) {
		requireSize(body, RegistrationJson.REGISTRATION);
		return RegistrationJson.REGISTRATION.text(body, (text, flaw) -> "");
	}

	private static void requireSize(byte[] body, RegistrationJson kind) {
		if (body.length > MAX_BODY_SIZE) {
			throw Problem.of(ProblemType.PAYLOAD_TOO_LARGE,
					kind.what() + " is larger than " + MAX_BODY_SIZE + " bytes.");
		}
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

	static <T> @Nullable T read(Members members, String name, Rule<T> rule, List<InvalidValue> errors) {
		Consumer<String> flaw = (detail) -> errors.add(InvalidValue.inBody("/" + name, detail));
		String value = members.read(name, flaw);
		return (value != null) ? rule.read(value, flaw).orElse(null) : null;
	}

	static @Nullable String text(JsonNode json, String name, Consumer<String> flaw) {
		JsonNode value = json.get(name);
		if (value == null || value.isNull()) {
			flaw.accept("is missing");
			return null;
		}
		if (!value.isString()) {
			flaw.accept("must be a string");
			return null;
		}
		return value.stringValue();
	}

	/**
	 * Returns the text of a member, or reports why there is none.
	 */
	interface Members {

		@Nullable String read(String name, Consumer<String> flaw);

	}

	interface Rule<T> {

		Optional<T> read(String text, Consumer<String> flaw);

	}

}
