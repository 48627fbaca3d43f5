/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.util.List;
import java.util.function.BiFunction;

import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses the JSON of a registration or an erasure. Errors state what is wrong, and where.
 *
 * @param what names it at the beginning of a sentence
 */
record RegistrationJson(String what) {

	static final RegistrationJson REGISTRATION = new RegistrationJson("The registration");

	static final RegistrationJson ERASURE = new RegistrationJson("The erasure");

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/**
	 * Reads one JSON value.
	 * @throws Problem if the bytes are not UTF-8 or not exactly one JSON value, if an
	 * object has duplicate members, or if a number or the nesting exceeds Jackson's
	 * limits
	 */
	JsonNode read(byte[] bytes) {
		String text = text(bytes, RegistrationJson::pointer);
		if (text.isBlank()) {
			throw malformed("", "is empty");
		}
		try (JsonParser parser = MAPPER.createParser(text)) {
			JsonNode json = value(parser, bytes);
			requireEnd(parser);
			return json;
		}
	}

	/**
	 * Decodes it.
	 * @param pointer of the place of its first flaw, from the text and a position
	 * @throws Problem if the bytes are not UTF-8
	 */
	String text(byte[] bytes, BiFunction<String, Integer, String> pointer) {
		String text = Utf8.decode(bytes);
		int flaw = Utf8.firstFlaw(bytes, text);
		if (flaw >= 0) {
			throw malformed(pointer.apply(text, flaw), notUtf8(bytes));
		}
		return text;
	}

	/**
	 * Refuses a first line that is not UTF-8.
	 * @param cut whether its last character may be incomplete
	 */
	static void requireUtf8(byte[] bytes, boolean cut) {
		String text = Utf8.decode(bytes);
		int flaw = Utf8.firstFlaw(bytes, text);
		if (Utf8.otherEncoding(bytes) != null || (flaw >= 0 && !(cut && flaw == text.length() - 1))) {
			throw Problem.of(ProblemType.MALFORMED_REQUEST,
					"The first line " + notUtf8(bytes) + ". No line was registered.");
		}
	}

	private JsonNode value(JsonParser parser, byte[] bytes) {
		try {
			return MAPPER.readTree(parser);
		}
		catch (StreamConstraintsException ex) {
			int depth = parser.streamReadContext().getNestingDepth();
			boolean nested = depth >= parser.streamReadConstraints().getMaxNestingDepth();
			throw nested ? malformed("", "is nested too deeply") : malformed(pointer(parser), "is too long a number");
		}
		catch (MismatchedInputException ex) {
			throw malformed(pointer(parser), "occurs more than once");
		}
		catch (JacksonException ex) {
			if (Utf8.otherEncoding(bytes) != null) {
				throw malformed("", notUtf8(bytes));
			}
			throw malformed("", "is not valid JSON" + place(ex.getLocation()));
		}
	}

	private void requireEnd(JsonParser parser) {
		TokenStreamLocation end = parser.currentLocation();
		boolean ended = false;
		try {
			ended = parser.nextToken() == null;
		}
		catch (JacksonException ex) {
			// Not another value either.
		}
		if (!ended) {
			throw malformed("", "goes on after the end of its JSON" + place(end));
		}
	}

	private Problem malformed(String pointer, String detail) {
		String what = pointer.isEmpty() ? this.what + " " : "The member at " + pointer + " ";
		return Problem.of(ProblemType.MALFORMED_REQUEST, what + detail + ".")
			.with("errors", List.of(InvalidValue.inBody(pointer, detail)));
	}

	private static String notUtf8(byte[] bytes) {
		String other = Utf8.otherEncoding(bytes);
		return (other != null) ? "looks like " + other + ": save it as UTF-8" : "is not valid UTF-8";
	}

	private static String pointer(JsonParser parser) {
		return parser.streamReadContext().pathAsPointer().toString();
	}

	/**
	 * Returns the JSON Pointer of the character, as far as the text can be parsed.
	 */
	private static String pointer(String text, int position) {
		String pointer = "";
		try (JsonParser parser = MAPPER.createParser(text)) {
			while (parser.nextToken() != null && parser.currentTokenLocation().getCharOffset() <= position) {
				pointer = pointer(parser);
			}
		}
		catch (JacksonException ex) {
			// The pointer is known up to here.
		}
		return pointer;
	}

	/**
	 * Names the line only if there are several: a registration may itself be a line.
	 */
	private static String place(TokenStreamLocation location) {
		String line = (location.getLineNr() > 1) ? "line " + location.getLineNr() + ", " : "";
		return " near " + line + "column " + location.getColumnNr();
	}

}
