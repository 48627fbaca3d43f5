package io.github.enrol.events;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a user: a ULID of 128 bits, as 26 characters of Crockford's base 32. Ids made
 * later are greater, as texts too.
 *
 * @param value its canonical text, in upper case
 */
public record UserId(String value) {

	private static final Pattern CANONICAL = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

	/**
	 * Takes an id in its canonical form, the only one that commands and events have.
	 * @throws IllegalArgumentException for any other text
	 */
	public UserId {
		if (!CANONICAL.matcher(value).matches()) {
			throw new IllegalArgumentException("a user's id is a ULID in upper case");
		}
	}

	/**
	 * Reads an id in upper or lower case, which Crockford's base 32 does not tell apart.
	 * @return empty for what cannot be the id of any user
	 */
	public static Optional<UserId> parse(String text) {
		String canonical = text.toUpperCase(Locale.ROOT);
		// Upper case must not turn other letters, such as a dotless i, into ASCII.
		boolean ascii = text.chars().allMatch((c) -> c < 0x80);
		return (ascii && CANONICAL.matcher(canonical).matches()) ? Optional.of(new UserId(canonical))
				: Optional.empty();
	}

}
