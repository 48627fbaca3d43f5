/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.util.Locale;
import java.util.regex.Pattern;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.UnicodeSet;
import org.jspecify.annotations.Nullable;

/**
 * The part after the {@code @}: a name that DNS can hold, internationalised by IDNA2008
 * (RFC 5890 to 5893) with the mapping of UTS 46, non-transitional.
 *
 * @param ascii its A-label form in lower case, as used in the key; empty if it has none
 */
record DomainName(String ascii) {

	private static final int MAX_LABEL_OCTETS = 63;

	private static final Pattern LETTERS_DIGITS_HYPHENS = Pattern.compile("[A-Za-z0-9.-]*+");

	private static final Pattern NOT_TOP_LEVEL = Pattern.compile("[0-9]++|.");

	static DomainName of(String typed) {
		return new DomainName(isPlain(typed) ? typed.toLowerCase(Locale.ROOT) : Idna.toAscii(typed));
	}

	/**
	 * Returns why it is not a valid domain; null if it is.
	 */
	@Nullable String flaw() {
		String[] labels = this.ascii.split("\\.", -1);
		for (String label : labels) {
			if (label.isEmpty() || label.length() > MAX_LABEL_OCTETS || label.startsWith("-") || label.endsWith("-")) {
				return "must have a valid domain after the @";
			}
		}
		if (labels.length == 1) {
			return "must have a domain such as example.com after the @";
		}
		return NOT_TOP_LEVEL.matcher(labels[labels.length - 1]).matches()
				? "must have a domain that ends in a top-level domain such as .com" : null;
	}

	/**
	 * Whether the name needs no mapping and has neither {@code xn--} nor another prefix
	 * reserved by RFC 5890.
	 */
	static boolean isPlain(String typed) {
		return !typed.contains("--") && LETTERS_DIGITS_HYPHENS.matcher(typed).matches();
	}

	/**
	 * Loaded on demand, which for most domains is never.
	 */
	static final class Idna {

		private static final IDNA UTS46 = IDNA
			.getUTS46Instance(IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.CHECK_CONTEXTO
					| IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);

		/** UTS 46 would ignore most of these. */
		private static final UnicodeSet INVISIBLE = CodePoints.invisible()
			.cloneAsThawed()
			.removeAll(new UnicodeSet("[:Join_Control:]"))
			.freeze();

		/**
		 * The characters that RFC 5892 allows in a mapped label, some of them by
		 * contextual rules. Symbols are excluded, although UTS 46 keeps them.
		 */
		private static final UnicodeSet ALLOWED = new UnicodeSet(
				"[[[:L:][:Mn:][:Mc:][:Nd:]]" + "-[\\u0640\\u07FA\\u302E\\u302F\\u3031-\\u3035\\u303B]" // Exceptions
						+ "-[[:Hangul_Syllable_Type=L:][:Hangul_Syllable_Type=V:][:Hangul_Syllable_Type=T:]]"
						+ "-[\\u20D0-\\u20FF\\U0001D100-\\U0001D24F]-[:Default_Ignorable_Code_Point:]]")
			.addAll(new UnicodeSet("[\\u06FD\\u06FE\\u0F0B\\u3007]")) // Exceptions
			.addAll(new UnicodeSet("[\\u00B7\\u0375\\u05F3\\u05F4\\u30FB[:Join_Control:].-]"))
			.freeze();

		private Idna() {
		}

		/**
		 * Returns the name in A-labels. A given A-label is kept if its U-label is valid.
		 * @return an empty text if the name has none
		 */
		static String toAscii(String typed) {
			IDNA.Info info = new IDNA.Info();
			String ascii = UTS46.nameToASCII(typed, new StringBuilder(), info).toString();
			String unicode = UTS46.nameToUnicode(typed, new StringBuilder(), new IDNA.Info()).toString();
			boolean valid = !info.hasErrors() && INVISIBLE.containsNone(typed) && ALLOWED.containsAll(unicode);
			return valid ? ascii : "";
		}

	}

}
