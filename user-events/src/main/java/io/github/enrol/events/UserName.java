package io.github.enrol.events;

import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The rule that says which texts are the name of a user.
 *
 * @param value the name as typed, without surrounding white space, 1 to
 * {@value #MAX_LENGTH} characters
 */
public record UserName(String value) {

	/** The longest name, in characters (Unicode code points). */
	public static final int MAX_LENGTH = 100;

	/**
	 * Reads a name.
	 * @throws IllegalArgumentException if it is none, with what
	 * {@link #read(String, Consumer)} says
	 */
	public static UserName of(String input) {
		return read(input, (flaw) -> {
			throw new IllegalArgumentException(flaw);
		}).orElseThrow();
	}

	/**
	 * Reads a name, or says what keeps the text from being one.
	 * @param flaw receives a phrase for the person who typed it, that does not repeat
	 * what was typed
	 * @return empty if there is a flaw
	 */
	public static Optional<UserName> read(String input, Consumer<String> flaw) {
		String name = input.strip();
		String found = flaw(name);
		if (found != null) {
			flaw.accept(found);
			return Optional.empty();
		}
		return Optional.of(new UserName(name));
	}

	private static @Nullable String flaw(String name) {
		if (name.isEmpty()) {
			return "must not be blank";
		}
		if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
			return "must be at most " + MAX_LENGTH + " characters long";
		}
		return name.codePoints().anyMatch(UserName::isControl) ? "must not contain control characters" : null;
	}

	/**
	 * Surrogates that stand alone count too: no encoding can hold them.
	 */
	private static boolean isControl(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				true;
			default -> false;
		};
	}

}
