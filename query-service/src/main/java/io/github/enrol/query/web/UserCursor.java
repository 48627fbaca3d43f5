/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

import io.github.enrol.events.UserId;
import io.github.enrol.query.readmodel.UserFilter;
import io.github.enrol.query.readmodel.UserOrder;
import io.github.enrol.query.readmodel.UserPlace;
import io.github.enrol.query.readmodel.UserView;

/**
 * A place between two users in a list. Its text is opaque to clients.
 *
 * @param list tells the list from those of other filters; empty for all users
 * @param place that of the user next to it
 */
record UserCursor(String list, UserPlace place) {

	private static final String VERSION = "1.";

	/** With the list, the id and the key of the place. */
	private static final Pattern FILTERED = Pattern.compile("2\\.([0-9a-f]{8})\\.([^.]*)\\.(.*)", Pattern.DOTALL);

	static UserCursor at(UserView user, UserFilter filter) {
		return new UserCursor(list(filter), filter.order().place(user));
	}

	static Optional<UserCursor> decode(String text) {
		try {
			String decoded = StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)))
				.toString();
			if (decoded.startsWith(VERSION)) {
				return of("", decoded.substring(VERSION.length()), "");
			}
			Matcher filtered = FILTERED.matcher(decoded);
			return filtered.matches() ? of(filtered.group(1), filtered.group(2), filtered.group(3)) : Optional.empty();
		}
		catch (IllegalArgumentException | CharacterCodingException ex) {
			return Optional.empty();
		}
	}

	private static Optional<UserCursor> of(String list, String id, String key) {
		return UserId.parse(id).map((userId) -> new UserCursor(list, new UserPlace(key, userId.value())));
	}

	/**
	 * Returns whether this is a place in the list of a filter.
	 */
	boolean isOf(UserFilter filter) {
		return this.list.equals(list(filter)) && filter.order().isKey(this.place.key());
	}

	/**
	 * Encodes the cursor for use in a URL.
	 */
	String encode() {
		String text = this.list.isEmpty() ? VERSION + this.place.id()
				: "2." + this.list + "." + this.place.id() + "." + this.place.key();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Not a secret, only a guard against mistakes.
	 */
	private static String list(UserFilter filter) {
		if (filter.order() == UserOrder.ID) {
			return "";
		}
		CRC32C checksum = new CRC32C();
		String text = filter.namePrefix() + "\n" + filter.createdAfter() + "\n" + filter.createdBefore();
		checksum.update(text.getBytes(StandardCharsets.UTF_8));
		return String.format(Locale.ROOT, "%08x", checksum.getValue());
	}

}
