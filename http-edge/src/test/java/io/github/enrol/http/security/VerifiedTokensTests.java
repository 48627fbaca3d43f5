/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VerifiedTokensTests {

	private Instant now = Instant.parse("2026-11-26T12:00:00Z");

	private Instant expiry = this.now.plus(Duration.ofHours(1));

	private boolean accepted = true;

	private final List<String> verified = new ArrayList<>();

	private final VerifiedTokens tokens = new VerifiedTokens(this::verify,
			((InstantSource) () -> this.now).withZone(ZoneOffset.UTC),
			() -> Duration.between(Instant.EPOCH, this.now).toNanos());

	private Jwt verify(String token) {
		this.verified.add(token);
		if (!this.accepted) {
			throw new BadJwtException("not accepted");
		}
		return Jwt.withTokenValue(token).header("alg", "RS256").subject(token).expiresAt(this.expiry).build();
	}

	private Authentication authenticate(String token) {
		BearerTokenAuthenticationToken bearer = new BearerTokenAuthenticationToken(token);
		bearer.setDetails("of one request");
		return this.tokens.authenticate(bearer);
	}

	@Test
	void eachTokenIsVerifiedOnce() {
		for (String token : List.of("a", "b", "a", "b")) {
			assertThat(authenticate(token).getName()).isEqualTo(token);
		}
		assertThat(this.verified).containsExactly("a", "b");
	}

	@Test
	void nothingOfARequestIsRemembered() {
		assertThat(authenticate("a").getDetails()).isNull();
		assertThat(authenticate("a").getDetails()).isNull();
	}

	@Test
	void oneThatIsRefusedIsVerifiedEachTime() {
		this.accepted = false;
		for (int attempt = 1; attempt <= 2; attempt++) {
			assertThatThrownBy(() -> authenticate("a")).isInstanceOf(InvalidBearerTokenException.class);
			assertThat(this.verified).hasSize(attempt);
		}
	}

	@Test
	void findsTheTokenOfARequest() {
		authenticate("a");
		assertThat(this.tokens.resolve(request("Bearer a"))).isEqualTo("a");
		assertThat(this.tokens.resolve(request("bearer a"))).isEqualTo("a");
		assertThat(this.tokens.resolve(request("Bearer b"))).isEqualTo("b");
		assertThat(this.tokens.resolve(request("Basic a"))).isNull();
		assertThat(this.tokens.resolve(new MockHttpServletRequest())).isNull();
		assertThatThrownBy(() -> this.tokens.resolve(request("Bearer a b")))
			.isInstanceOf(OAuth2AuthenticationException.class);
	}

	@Test
	void theFormOfOneThatIsRememberedIsNotCheckedAgain() {
		assertThatThrownBy(() -> this.tokens.resolve(request("Bearer a b")))
			.isInstanceOf(OAuth2AuthenticationException.class);
		authenticate("a b");
		assertThat(this.tokens.resolve(request("Bearer a b"))).isEqualTo("a b");
	}

	private static HttpServletRequest request(String authorization) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.addHeader("Authorization", authorization);
		return request;
	}

	@Test
	void oneThatExpiresMeanwhileIsRefused() {
		// Of clocks that differ by up to a minute.
		this.expiry = this.now.minusSeconds(59);
		authenticate("a");
		this.accepted = false;
		this.now = this.now.plusSeconds(2);
		assertThatThrownBy(() -> authenticate("a")).isInstanceOf(InvalidBearerTokenException.class);
	}

	@Test
	void oneOfAWithdrawnKeyIsRefusedAfterAMinute() {
		authenticate("a");
		this.accepted = false;
		this.now = this.now.plus(VerifiedTokens.MEMORY).minusMillis(1);
		assertThat(authenticate("a").getName()).isEqualTo("a");
		this.now = this.now.plusMillis(1);
		assertThatThrownBy(() -> authenticate("a")).isInstanceOf(InvalidBearerTokenException.class);
	}

	@Test
	void aBoundedNumberIsRemembered() {
		List<String> many = IntStream.range(0, 3 * VerifiedTokens.MAX_TOKENS).mapToObj(Integer::toString).toList();
		many.forEach(this::authenticate);
		this.verified.clear();
		many.forEach(this::authenticate);
		assertThat(this.verified).hasSizeBetween(2 * VerifiedTokens.MAX_TOKENS, many.size());
	}

}
