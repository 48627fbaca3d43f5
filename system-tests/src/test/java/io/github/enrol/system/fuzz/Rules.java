/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.enrol.events.EmailAddress;
import io.github.enrol.system.fuzz.Request.Service;
import io.github.enrol.testing.openapi.Conformance;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rules for all answers, whatever the request.
 */
final class Rules {

	/** 501 and 505 come from Tomcat, for HTTP features that it does not implement. */
	private static final Set<Integer> SERVER_ERRORS = Set.of(501, 503, 505);

	private static final Pattern INTERNALS = Pattern
		.compile("(?i)<html|<!doctype|\\tat |exception|\\bjava[x.]|jakarta|springframework|tools\\.jackson|tomcat");

	private static final JsonMapper json = new JsonMapper();

	private final Conformance command = Conformance.of("command-service");

	private final Conformance query = Conformance.of("query-service");

	private final Set<String> types = documentedTypes();

	private static Set<String> documentedTypes() {
		try {
			return Files.readAllLines(Path.of("..", "docs", "problems.md"))
				.stream()
				.filter((line) -> line.startsWith("## "))
				.map((line) -> "https://enrol.github.io/problems/" + line.substring(3))
				.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the first rule that the answers to a request break.
	 */
	Optional<String> broken(Request request, List<Answer> answers) {
		if (answers.isEmpty()) {
			return Optional.of("no answer");
		}
		boolean head = request.isHead();
		for (Answer answer : answers) {
			if (isTomcatsOwn(request, answer)) {
				continue;
			}
			Optional<String> broken = (answer.status() < 400) ? brokenBySuccess(request, answer)
					: brokenByError(answer, head);
			if (answer == answers.get(0)) {
				// What follows answers the rest of the request as if it were another.
				broken = broken.or(() -> undescribed(request, answer));
			}
			if (broken.isPresent()) {
				return broken;
			}
			head = false;
		}
		return Optional.empty();
	}

	/**
	 * Returns how an answer differs from the OpenAPI document of its service.
	 */
	private Optional<String> undescribed(Request request, Answer answer) {
		String[] line = request.line().split("[ ?]");
		if (line.length < 3) {
			return Optional.empty();
		}
		Conformance described = (request.service() == Service.QUERY) ? this.query : this.command;
		return described
			.flaws(line[0], line[1], answer.status(), answer.headers(), (name) -> answer.header(name).orElse(null),
					answer.body())
			.stream()
			.findFirst()
			.map((flaw) -> "the answer is not described: " + flaw);
	}

	/**
	 * Tomcat's connector answers {@code OPTIONS *} itself, without a body.
	 */
	private static boolean isTomcatsOwn(Request request, Answer answer) {
		return request.line().startsWith("OPTIONS * ") && answer.status() == 400 && answer.body().isEmpty();
	}

	private static Optional<String> brokenBySuccess(Request request, Answer answer) {
		if (answer.isImport()) {
			String last = answer.body().lines().reduce("", (before, line) -> line);
			return last.startsWith("{\"complete\":") ? Optional.empty() : Optional.of("an import without a last line");
		}
		boolean refusable = answer.status() == 201 && !isRegistration(request);
		return refusable ? Optional.of("201 for what is no registration") : Optional.empty();
	}

	private Optional<String> brokenByError(Answer answer, boolean head) {
		if (answer.status() >= 500 && !SERVER_ERRORS.contains(answer.status())) {
			return Optional.of("answered " + answer.status());
		}
		if (INTERNALS.matcher(answer.body()).find()) {
			return Optional.of("shows internals");
		}
		if (Bodies.isMarked(answer.body())) {
			return Optional.of("repeats personal data");
		}
		if (head && answer.body().isEmpty()) {
			return Optional.empty();
		}
		boolean problem = answer.header("Content-Type")
			.filter((type) -> type.startsWith("application/problem+json"))
			.isPresent();
		return (problem && isProblem(answer)) ? Optional.empty()
				: Optional.of("answered " + answer.status() + " without a documented problem");
	}

	private boolean isProblem(Answer answer) {
		try {
			JsonNode body = json.readTree(answer.body());
			return this.types.contains(body.path("type").asString("")) && body.path("title").isString()
					&& body.path("detail").isString() && body.path("status").asInt(0) == answer.status();
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	/**
	 * Returns whether it may be answered 201, independently of the service's own parsing.
	 */
	private static boolean isRegistration(Request request) {
		try {
			JsonNode body = json.readTree(request.body().getBytes(StandardCharsets.ISO_8859_1));
			String username = body.path("username").asString("").strip();
			return request.line().startsWith("POST ") && request.body().length() <= 16 * 1024
					&& body.path("username").isString() && !username.isEmpty()
					&& username.codePointCount(0, username.length()) <= 100 && body.path("email").isString()
					&& EmailAddress.read(body.path("email").stringValue(), (flaw) -> {
					}).isPresent();
		}
		catch (JacksonException ex) {
			return false;
		}
	}

}
