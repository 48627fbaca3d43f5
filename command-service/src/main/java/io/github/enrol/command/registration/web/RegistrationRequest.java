/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.events.EmailAddress;
import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A registration as it is asked for, checked: the body of a request, or a line of an
 * import. It is read as a tree, so that every field that is wrong can be named at once,
 * wrong types included.
 *
 * @param username trimmed, 1 to {@value #MAX_USERNAME_LENGTH} characters, no control
 * characters
 * @param email an address by the one rule
 */
public record RegistrationRequest(String username, EmailAddress email) {

	/** The longest name, in characters (Unicode code points). */
	static final int MAX_USERNAME_LENGTH = 100;

	/** The largest body, in bytes. */
	public static final int MAX_BODY_SIZE = 16 * 1024;

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/**
	 * Reads a body.
	 * @throws Problem as {@link #read(byte[])}
	 */
	static RegistrationRequest read(InputStream body) throws IOException {
		return read(body.readNBytes(MAX_BODY_SIZE + 1));
	}

	/**
	 * Reads a whole body, or so much of it that it is seen to be too large.
	 * @throws Problem if it is too large, is not JSON, or has invalid fields, all of
	 * which it names
	 */
	public static RegistrationRequest read(byte[] body) {
		if (body.length > MAX_BODY_SIZE) {
			throw Problem.of(ProblemType.PAYLOAD_TOO_LARGE,
					"The registration is larger than " + MAX_BODY_SIZE + " bytes.");
		}
		JsonNode json = parse(body);
		if (!json.isObject()) {
			throw Problem.invalid(List.of(InvalidValue.inBody("", "must be a JSON object")));
		}
		List<InvalidValue> errors = new ArrayList<>();
		String username = text(json, "username", errors);
		String email = text(json, "email", errors);
		if (username != null) {
			addFlaw(errors, "/username", usernameFlaw(username));
		}
		EmailAddress address = (email != null) ? address(email, errors) : null;
		if (username == null || address == null || !errors.isEmpty()) {
			throw Problem.invalid(errors);
		}
		return new RegistrationRequest(username.strip(), address);
	}

	/**
	 * The command to do what is asked for. The user's id and the time are made here, once
	 * and for all (invariant I5).
	 */
	public RegisterUser command(IdempotencyKey key) {
		Ulid userId = UlidCreator.getMonotonicUlid();
		return new RegisterUser(key.value(), userId.toString(), this.username, this.email.typed(), userId.getInstant());
	}

	private static JsonNode parse(byte[] bytes) {
		if (bytes.length == 0) {
			throw malformed(null);
		}
		try {
			return MAPPER.readTree(bytes);
		}
		catch (JacksonException ex) {
			throw malformed(ex.getLocation());
		}
	}

	private static Problem malformed(@Nullable TokenStreamLocation location) {
		String detail = "is not valid JSON" + place(location);
		return Problem.of(ProblemType.MALFORMED_REQUEST, "The registration " + detail + ".")
			.with("errors", List.of(InvalidValue.inBody("", detail)));
	}

	/**
	 * The line only where there are several: a registration may itself be a line.
	 */
	private static String place(@Nullable TokenStreamLocation location) {
		if (location == null || location.getLineNr() < 1) {
			return "";
		}
		String line = (location.getLineNr() > 1) ? "line " + location.getLineNr() + ", " : "";
		return " near " + line + "column " + location.getColumnNr();
	}

	private static @Nullable String text(JsonNode json, String name, List<InvalidValue> errors) {
		JsonNode value = json.get(name);
		if (value == null || value.isNull()) {
			errors.add(InvalidValue.inBody("/" + name, "is missing"));
			return null;
		}
		if (!value.isString()) {
			errors.add(InvalidValue.inBody("/" + name, "must be a string"));
			return null;
		}
		return value.stringValue();
	}

	private static void addFlaw(List<InvalidValue> errors, String pointer, @Nullable String flaw) {
		if (flaw != null) {
			errors.add(InvalidValue.inBody(pointer, flaw));
		}
	}

	private static @Nullable EmailAddress address(String email, List<InvalidValue> errors) {
		if (hasControlCharacters(email.strip())) {
			addFlaw(errors, "/email", "must not contain control characters");
			return null;
		}
		return EmailAddress.read(email, (flaw) -> addFlaw(errors, "/email", flaw)).orElse(null);
	}

	private static @Nullable String usernameFlaw(String username) {
		String name = username.strip();
		if (name.isEmpty()) {
			return "must not be blank";
		}
		if (name.codePointCount(0, name.length()) > MAX_USERNAME_LENGTH) {
			return "must be at most " + MAX_USERNAME_LENGTH + " characters long";
		}
		return hasControlCharacters(name) ? "must not contain control characters" : null;
	}

	/**
	 * Surrogates that stand alone count too: no encoding can hold them.
	 */
	private static boolean hasControlCharacters(String text) {
		return text.codePoints()
			.anyMatch((c) -> Character.getType(c) == Character.CONTROL || Character.getType(c) == Character.SURROGATE
					|| Character.getType(c) == Character.LINE_SEPARATOR
					|| Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
	}

}
