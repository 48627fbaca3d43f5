/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * A bearer token, which services verify for each request. It allows to register and to
 * read.
 *
 * @param publicKey file of the key that verifies it, in PEM
 * @param value as a caller sends it
 */
record Token(Path publicKey, String value) {

	private static final String ISSUER = "https://benchmarks.enrol.invalid";

	private static final String AUDIENCE = "enrol";

	private static final Duration VALIDITY = Duration.ofDays(2);

	/**
	 * Makes one, and its key in that directory.
	 */
	static Token issue(Path directory) {
		try {
			RSAKey key = new RSAKeyGenerator(2048).generate();
			Path publicKey = Pem.write(directory.resolve("public.pem"), "PUBLIC KEY",
					key.toRSAPublicKey().getEncoded());
			Instant now = Instant.now();
			SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256),
					new JWTClaimsSet.Builder().issuer(ISSUER)
						.audience(AUDIENCE)
						.subject("benchmarks")
						.claim("scope", "users:register users:read")
						.issueTime(Date.from(now))
						.expirationTime(Date.from(now.plus(VALIDITY)))
						.build());
			token.sign(new RSASSASigner(key));
			return new Token(publicKey, token.serialize());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns what makes services ask for it.
	 */
	Map<String, String> properties() {
		return Map.of("security.jwt.issuer", ISSUER, "security.jwt.audience", AUDIENCE, "security.jwt.public-key",
				this.publicKey.toString());
	}

	void addTo(HttpRequest.Builder request) {
		request.header("Authorization", "Bearer " + this.value);
	}

}
