package io.github.enrol.query.web;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a user: a ULID.
 *
 * @param value its canonical text, in upper case
 */
record UserId(String value) {

	private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}", Pattern.CASE_INSENSITIVE);

	/**
	 * Reads an id in upper or lower case, which Crockford's base 32 does not tell apart.
	 * @return empty for what cannot be the id of any user
	 */
	static Optional<UserId> parse(String text) {
		return ULID.matcher(text).matches() ? Optional.of(new UserId(text.toUpperCase(Locale.ROOT))) : Optional.empty();
	}

}
