/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.time.Clock;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

/**
 * Remembers tokens that were accepted, since callers send the same one many times, and
 * neither form nor signature nor scopes need be read for each request. Whether a token
 * has expired is asked each time; a key that its issuer has withdrawn still counts for
 * those that are remembered.
 */
final class VerifiedTokens implements AuthenticationManager, BearerTokenResolver {

	/** Short beside the five minutes for which the keys themselves are remembered. */
	static final Duration MEMORY = Duration.ofMinutes(1);

	/** Some 10 KiB each, where tokens are as long as a header may be. */
	static final int MAX_TOKENS = 1_000;

	private static final String SCHEME = "Bearer ";

	private final JwtAuthenticationProvider provider;

	private final BearerTokenResolver resolver = new DefaultBearerTokenResolver();

	private final JwtTimestampValidator timestamps = new JwtTimestampValidator();

	private final Cache<String, JwtAuthenticationToken> tokens;

	VerifiedTokens(JwtDecoder decoder) {
		this(decoder, Clock.systemUTC(), Ticker.systemTicker());
	}

	VerifiedTokens(JwtDecoder decoder, Clock clock, Ticker ticker) {
		this.provider = new JwtAuthenticationProvider(decoder);
		this.timestamps.setClock(clock);
		this.tokens = Caffeine.newBuilder()
			.maximumSize(MAX_TOKENS)
			.expireAfterWrite(MEMORY)
			.ticker(ticker)
			.executor(Runnable::run)
			.build();
	}

	@Override
	public @Nullable String resolve(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.AUTHORIZATION);
		if (header != null && header.startsWith(SCHEME)) {
			String token = header.substring(SCHEME.length());
			if (this.tokens.getIfPresent(token) != null) {
				return token;
			}
		}
		return this.resolver.resolve(request);
	}

	@Override
	public Authentication authenticate(Authentication bearer) {
		String token = ((BearerTokenAuthenticationToken) bearer).getToken();
		JwtAuthenticationToken known = this.tokens.getIfPresent(token);
		if (known != null && !this.timestamps.validate(known.getToken()).hasErrors()) {
			return known;
		}
		// Without the details of this request, which are not those of the next one.
		JwtAuthenticationToken verified = (JwtAuthenticationToken) this.provider
			.authenticate(new BearerTokenAuthenticationToken(token));
		this.tokens.put(token, verified);
		return verified;
	}

}
