/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/**
 * Signs bearer tokens with a key of its own.
 */
public final class TokenSigner {

	private static final String ISSUER = "https://tests.enrol.invalid";

	private static final String AUDIENCE = "enrol";

	/** Longer than any test. */
	private static final Duration VALIDITY = Duration.ofDays(1);

	private final JwtEncoder encoder;

	private final Path publicKey;

	/**
	 * Makes the key.
	 * @param directory for the public part of it
	 */
	public TokenSigner(Path directory) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			KeyPair key = generator.generateKeyPair();
			this.encoder = NimbusJwtEncoder
				.withKeyPair((RSAPublicKey) key.getPublic(), (RSAPrivateKey) key.getPrivate())
				.build();
			this.publicKey = Certificate.write(directory.resolve("tokens.pem"), "PUBLIC KEY",
					key.getPublic().getEncoded());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the properties by which a service asks for its tokens.
	 */
	public Map<String, String> properties() {
		return Map.of("security.jwt.issuer", ISSUER, "security.jwt.audience", AUDIENCE, "security.jwt.public-key",
				this.publicKey.toString());
	}

	/**
	 * Returns a new token, valid for a day.
	 * @param scopes separated by spaces
	 */
	public String token(String scopes) {
		Instant now = Instant.now();
		return this.encoder.encode(JwtEncoderParameters.from(JwtClaimsSet.builder()
			.issuer(ISSUER)
			.audience(List.of(AUDIENCE))
			.subject("test")
			.claim("scope", scopes)
			.issuedAt(now)
			.expiresAt(now.plus(VALIDITY))
			.build())).getTokenValue();
	}

}
