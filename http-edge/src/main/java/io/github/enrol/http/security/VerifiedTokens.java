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

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

/**
 * Remembers tokens that were accepted, since callers send the same one many times, and a
 * signature need not be verified for each request. Whether a token has expired is asked
 * each time; a key that its issuer has withdrawn still counts for those that are
 * remembered.
 */
final class VerifiedTokens implements JwtDecoder {

	/** Short beside the five minutes for which the keys themselves are remembered. */
	static final Duration MEMORY = Duration.ofMinutes(1);

	/** Some 10 KiB each, where tokens are as long as a header may be. */
	static final int MAX_TOKENS = 1_000;

	private final JwtDecoder decoder;

	private final JwtTimestampValidator timestamps = new JwtTimestampValidator();

	private final Cache<String, Jwt> tokens;

	VerifiedTokens(JwtDecoder decoder) {
		this(decoder, Clock.systemUTC(), Ticker.systemTicker());
	}

	VerifiedTokens(JwtDecoder decoder, Clock clock, Ticker ticker) {
		this.decoder = decoder;
		this.timestamps.setClock(clock);
		this.tokens = Caffeine.newBuilder()
			.maximumSize(MAX_TOKENS)
			.expireAfterWrite(MEMORY)
			.ticker(ticker)
			.executor(Runnable::run)
			.build();
	}

	@Override
	public Jwt decode(String token) {
		Jwt known = this.tokens.getIfPresent(token);
		if (known != null && !this.timestamps.validate(known).hasErrors()) {
			return known;
		}
		Jwt verified = this.decoder.decode(token);
		this.tokens.put(token, verified);
		return verified;
	}

}
