/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What a token allows, and where it is asked for. The first that matches counts; those of
 * most requests come first.
 */
enum Scope {

	ERASE("users:erase", "/user/erasure"),

	REGISTER("users:register", "/user/**"),

	READ("users:read", "/users/**", "/projection"),

	/** Documents and pages, which tell nothing about anybody, and what balancers ask. */
	NONE("", "/", "/openapi.json", "/docs/**", "/console/**", "/explorer/**", "/openapi/**", "/actuator/health/**",
			"/livez", "/readyz"),

	/** The rest, so that what is added later is not open by accident. */
	OPS("ops", "/**");

	private final String claim;

	private final List<? extends RequestMatcher> resources;

	Scope(String claim, String... resources) {
		this.claim = claim;
		this.resources = Stream.of(resources).map(PathPatternRequestMatcher.withDefaults()::matcher).toList();
	}

	static Scope of(HttpServletRequest request) {
		return Arrays.stream(values()).filter((scope) -> scope.covers(request)).findFirst().orElseThrow();
	}

	private boolean covers(HttpServletRequest request) {
		return this.resources.stream().anyMatch((resource) -> resource.matches(request));
	}

	/**
	 * Whether somebody may have what this covers.
	 * @param somebody null without a token
	 */
	boolean isGrantedTo(@Nullable Authentication somebody) {
		return this == NONE || (somebody != null && somebody.getAuthorities()
			.stream()
			.anyMatch((authority) -> ("SCOPE_" + this.claim).equals(authority.getAuthority())));
	}

	/**
	 * Returns what the claim {@code scope} of a token must contain.
	 */
	String claim() {
		return this.claim;
	}

}
