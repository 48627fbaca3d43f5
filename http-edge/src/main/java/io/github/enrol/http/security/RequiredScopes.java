/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * The scopes that a request needs. Where single registrations conceal whether an address
 * was registered, imports, which say so, are for those who may read the users anyway.
 */
final class RequiredScopes {

	private static final RequestMatcher IMPORTS = PathPatternRequestMatcher.withDefaults()
		.matcher("/user/registrations/**");

	private final boolean concealRegistered;

	RequiredScopes(boolean concealRegistered) {
		this.concealRegistered = concealRegistered;
	}

	private List<Scope> of(HttpServletRequest request) {
		if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
			// Else each pattern would parse it.
			ServletRequestPathUtils.parseAndCache(request);
		}
		return (this.concealRegistered && IMPORTS.matches(request)) ? List.of(Scope.REGISTER, Scope.READ)
				: List.of(Scope.of(request));
	}

	/**
	 * Returns the claims of all of them, as a challenge names them.
	 */
	String claims(HttpServletRequest request) {
		return of(request).stream().map(Scope::claim).collect(Collectors.joining(" "));
	}

	/**
	 * Returns the first that is not granted.
	 * @param somebody null without a token
	 */
	Optional<Scope> missing(HttpServletRequest request, @Nullable Authentication somebody) {
		return of(request).stream().filter((scope) -> !scope.isGrantedTo(somebody)).findFirst();
	}

}
