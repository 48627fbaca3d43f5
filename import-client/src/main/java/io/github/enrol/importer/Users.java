/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The users of the input, one after the other.
 */
interface Users {

	/**
	 * Returns the next user, or the next line that cannot be read; null at the end.
	 */
	@Nullable Entry next() throws IOException;

	/**
	 * Reads CSV or NDJSON, whichever the first line shows.
	 */
	static Users of(Lines lines, Options options) throws IOException, ImportFailure {
		Lines.Line first = lines.nextFilled();
		if (first == null) {
			return () -> null;
		}
		if (!first.text().stripLeading().startsWith("{")) {
			return CsvUsers.of(first, lines, options);
		}
		lines.giveBack(List.of(first));
		return () -> {
			Lines.Line line = lines.nextFilled();
			return (line != null) ? Entry.of(line.number(), line.text(), line.text()) : null;
		};
	}

	/**
	 * One user.
	 *
	 * @param line number of its first line in the input
	 * @param json the request for the service; empty if the line cannot be read
	 * @param flaw why it cannot be read; empty if it can
	 */
	record Entry(long line, String json, String flaw) {

		/**
		 * Returns the entry, unless the text shows that it was not understood.
		 */
		static Entry of(long line, String text, String json) {
			if (text.length() > Lines.MAX_LENGTH) {
				return flawed(line, "is longer than " + Lines.MAX_LENGTH + " characters");
			}
			if (text.indexOf('\uFFFD') >= 0) {
				return flawed(line, "is in another encoding; see the option --encoding");
			}
			return new Entry(line, json, "");
		}

		static Entry flawed(long line, String flaw) {
			return new Entry(line, "", flaw);
		}

		boolean isFlawed() {
			return !this.flaw.isEmpty();
		}

	}

}
