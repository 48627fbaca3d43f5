/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

import io.github.enrol.query.readmodel.UserPage;
import io.github.enrol.query.readmodel.UserView;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.util.DigestUtils;

/**
 * The entity tags (RFC 9110, 8.8.3) of what a client has. They are read from the request
 * once, because another thread may build the answer. All tags are weak: the links in a
 * representation depend on the address that the client used.
 */
record EntityTags(List<ETag> known) {

	static EntityTags of(HttpServletRequest request) {
		return new EntityTags(Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH))
			.stream()
			.flatMap((tags) -> ETag.parse(tags).stream())
			.toList());
	}

	boolean areGiven() {
		return !this.known.isEmpty();
	}

	boolean contain(String tag) {
		ETag current = ETag.create(tag);
		return this.known.stream().anyMatch((one) -> one.isWildcard() || one.compare(current, false));
	}

	/**
	 * Returns the tag of all pages of one version.
	 */
	static String ofPages(String version) {
		return weak(version);
	}

	static String of(UserView user) {
		return weak(DigestUtils.md5DigestAsHex(
				(user.name() + '\n' + user.email() + '\n' + user.createdAt()).getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Returns the tag of a page, or of the result of a look-up by address.
	 * @return null if there is none
	 */
	static @Nullable String of(UserPage page) {
		if (page.version() != null) {
			return ofPages(page.version());
		}
		return page.users().isEmpty() ? null : of(page.users().get(0));
	}

	private static String weak(String tag) {
		return "W/\"" + tag + '"';
	}

}
