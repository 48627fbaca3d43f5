package io.github.enrol.events;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import com.ibm.icu.text.Normalizer2;

/**
 * What is before the {@code @}: RFC 5322's dot-atom with the characters of RFC 6531.
 */
final class LocalPart {

	static final int MAX_OCTETS = 64;

	private static final Pattern ATEXT_AND_DOTS = Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~.[^\\x00-\\x7F\\uFFFD]-]+");

	private LocalPart() {
	}

	/**
	 * Reads a local part.
	 * @return its form in the key, or empty if there is a flaw
	 */
	static Optional<String> read(String typed, Consumer<String> flaw) {
		boolean ascii = CodePoints.areAscii(typed);
		if (!ascii && CodePoints.invisible().containsSome(typed)) {
			return EmailAddress.reject("contains a character that is not allowed before the @", flaw);
		}
		String local = ascii ? typed.toLowerCase(Locale.ROOT) : map(typed);
		if (local.isEmpty()) {
			return EmailAddress.reject("must have a name before the @", flaw);
		}
		if (octets(typed) > MAX_OCTETS || octets(local) > MAX_OCTETS) {
			return EmailAddress.reject("must have at most " + MAX_OCTETS + " bytes before the @", flaw);
		}
		if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
			return EmailAddress.reject("must not have a dot at the start, at the end or twice in a row before the @",
					flaw);
		}
		if (!ATEXT_AND_DOTS.matcher(local).matches()) {
			return EmailAddress.reject("contains a character that is not allowed before the @", flaw);
		}
		return Optional.of(local);
	}

	/**
	 * The mapping of UTS 46, as for the domain. A final sigma is a sigma, since which of
	 * them is the lower case of one in upper case depends on what follows.
	 * @return with U+FFFD in place of what is not allowed
	 */
	static String map(String typed) {
		return Mapping.UTS46.normalize(typed).replace('ς', 'σ');
	}

	private static int octets(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

	/**
	 * Loaded when it is needed, which for ASCII is never.
	 */
	private static final class Mapping {

		static final Normalizer2 UTS46 = Normalizer2.getInstance(null, "uts46", Normalizer2.Mode.COMPOSE);

	}

}
