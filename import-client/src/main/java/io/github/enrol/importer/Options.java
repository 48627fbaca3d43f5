/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param file its name; {@code -} is standard input
 * @param url where the command-service is
 * @param key the import's Idempotency-Key; null to derive it from the content
 * @param report the name of the report; null beside the file; {@code -} is standard
 * output
 * @param encoding null to recognise UTF-8 and UTF-16
 * @param username the CSV column with the name
 * @param email the CSV column with the address
 * @param patience how long to wait for a service that has answered before
 */
record Options(String file, URI url, @Nullable String key, @Nullable String report, @Nullable Charset encoding,
		String username, String email, Duration patience, @Nullable String token) {

	static final String STANDARD_STREAM = "-";

	static final String USAGE = """
			Imports the users of a file, and shows how far it is.

			  java -jar import-client-….jar [OPTION…] FILE

			FILE  is CSV with a header line, or has one {"username": …, "email": …} a line, gzipped or not. CSV is
			      separated by commas, semicolons or tabs. - is standard input, which needs a key.

			--key=KEY         the import's Idempotency-Key. Sent again with the same KEY, each line gets its first
			                  answer. Without it, the key is made from the content of the file, as import.sh does:
			                  to go on with an import that was cut off, import the file again.
			--report=REPORT   the file for the lines that are not registered, as JSON, one a line; - is standard
			                  output. FILE.refused.ndjson without it. There is none if all are registered.
			--username=NAME   the column with the user's name; username without it
			--email=NAME      the column with the address; email without it
			--encoding=NAME   such as windows-1252. Without it, UTF-8, or UTF-16 with a byte order mark.
			--wait=SECONDS    how long to wait for a service that stops to answer; 120 without it
			--url=URL         the command-service; $ENROL_URL or http://127.0.0.1:8081 without it

			$ENROL_TOKEN is the bearer token, if the service asks for one.

			Exit status:
			  0   all lines are registered
			  1   all lines have a result, and some are not registered
			  2   not all lines have a result: import the file again with the same key
			  3   the service refuses the import
			  4   the service cannot be reached, or takes no import now: no line was read; try again later
			  64  wrong arguments, or a file that cannot be read
			""";

	private static final Set<String> NAMES = Set.of("key", "report", "username", "email", "encoding", "wait", "url");

	static Options parse(String[] arguments, Map<String, String> environment) throws ImportFailure {
		Map<String, String> values = new HashMap<>();
		String file = null;
		for (String argument : arguments) {
			int equals = argument.indexOf('=');
			if (!argument.startsWith("--")) {
				if (file != null) {
					throw usage("one file at a time, please: " + file + " or " + argument);
				}
				file = argument;
			}
			else if (equals < 0 || !NAMES.contains(argument.substring(2, equals)) || equals + 1 == argument.length()) {
				throw usage(argument + " is not an option; --help lists them");
			}
			else {
				values.put(argument.substring(2, equals), argument.substring(equals + 1));
			}
		}
		if (file == null) {
			throw usage("the file is missing; --help says more");
		}
		String url = values.getOrDefault("url", environment.getOrDefault("ENROL_URL", "http://127.0.0.1:8081"));
		return new Options(file, url(url), key(values.get("key")), values.get("report"),
				encoding(values.get("encoding")), values.getOrDefault("username", "username"),
				values.getOrDefault("email", "email"), patience(values.getOrDefault("wait", "120")),
				environment.get("ENROL_TOKEN"));
	}

	boolean readsStandardInput() {
		return this.file.equals(STANDARD_STREAM);
	}

	static ImportFailure usage(String message) {
		return new ImportFailure(ImportFailure.USAGE, message);
	}

	private static URI url(String text) throws ImportFailure {
		try {
			URI url = new URI(text);
			if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) {
				return URI.create(text.replaceFirst("/+$", "") + "/user/registrations");
			}
		}
		catch (URISyntaxException ex) {
			// Same as another scheme.
		}
		throw usage(text + " is not the URL of a service");
	}

	private static @Nullable String key(@Nullable String key) throws ImportFailure {
		if (key != null && !key.chars().allMatch((character) -> character >= ' ' && character <= '~')) {
			throw usage("the key must be visible ASCII characters");
		}
		return key;
	}

	private static @Nullable Charset encoding(@Nullable String name) throws ImportFailure {
		try {
			return (name != null) ? Charset.forName(name) : null;
		}
		catch (IllegalArgumentException ex) {
			throw usage(name + " is not a known encoding");
		}
	}

	private static Duration patience(String seconds) throws ImportFailure {
		if (!seconds.matches("[0-9]{1,6}")) {
			throw usage("--wait takes a number of seconds");
		}
		return Duration.ofSeconds(Long.parseLong(seconds));
	}

}
