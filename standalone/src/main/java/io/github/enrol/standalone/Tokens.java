/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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
import io.github.enrol.embedded.StartException;

/**
 * Tokens to try security with, signed with a key of this data directory: a file for each
 * set of scopes. They are renewed at each start.
 */
final class Tokens {

	static final String READ = "read";

	static final Map<String, String> SCOPES = Map.of("all", "users:register users:read users:erase ops", "register",
			"users:register", READ, "users:read", "erase", "users:erase", "ops", "ops");

	static final String ISSUER = "https://standalone.enrol.invalid";

	private static final String AUDIENCE = "enrol";

	private static final Duration VALIDITY = Duration.ofDays(30);

	private static final int KEY_SIZE = 2048;

	private final Path directory;

	private final Path publicKey;

	Tokens(Path directory) {
		this.directory = directory;
		this.publicKey = directory.resolve("public.pem");
	}

	/**
	 * Returns what makes a service ask for them.
	 */
	Map<String, Object> properties() {
		return Map.of("security.jwt.issuer", ISSUER, "security.jwt.audience", AUDIENCE, "security.jwt.public-key",
				this.publicKey);
	}

	/**
	 * Makes the tokens.
	 * @throws StartException if they cannot be written
	 */
	void issue() {
		try {
			createDirectory();
			RSAKey key = key();
			Files.writeString(this.publicKey, "-----BEGIN PUBLIC KEY-----\n"
					+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key.toRSAPublicKey().getEncoded())
					+ "\n-----END PUBLIC KEY-----\n");
			for (Map.Entry<String, String> scopes : SCOPES.entrySet()) {
				Files.writeString(file(scopes.getKey()), sign(scopes.getKey(), scopes.getValue(), key));
			}
		}
		catch (IOException | JOSEException | ParseException ex) {
			throw new StartException("Tokens cannot be made in " + this.directory + ": " + ex, ex);
		}
	}

	/** For nobody else on this machine. */
	private void createDirectory() throws IOException {
		Files.createDirectories(this.directory);
		PosixFileAttributeView view = Files.getFileAttributeView(this.directory, PosixFileAttributeView.class);
		if (view != null) {
			view.setPermissions(PosixFilePermissions.fromString("rwx------"));
		}
	}

	private RSAKey key() throws IOException, JOSEException, ParseException {
		Path file = this.directory.resolve("key.json");
		if (Files.exists(file)) {
			return RSAKey.parse(Files.readString(file));
		}
		RSAKey key = new RSAKeyGenerator(KEY_SIZE).generate();
		Files.writeString(file, key.toJSONString());
		return key;
	}

	private static String sign(String subject, String scopes, RSAKey key) throws JOSEException {
		Instant now = Instant.now();
		SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256),
				new JWTClaimsSet.Builder().issuer(ISSUER)
					.audience(AUDIENCE)
					.subject(subject)
					.claim("scope", scopes)
					.issueTime(Date.from(now))
					.expirationTime(Date.from(now.plus(VALIDITY)))
					.build());
		token.sign(new RSASSASigner(key));
		return token.serialize();
	}

	/**
	 * Returns the file with the token for a set of scopes.
	 */
	Path file(String name) {
		return this.directory.resolve(name + ".jwt");
	}

	String token(String name) {
		try {
			return Files.readString(file(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path directory() {
		return this.directory;
	}

}
