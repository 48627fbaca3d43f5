/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;

class TokenTests {

	@TempDir
	private Path directory;

	@Test
	void isWhatServicesWithItsPropertiesAccept() throws IOException {
		Token token = Token.issue(this.directory);
		RSAPublicKey key = Objects.requireNonNull(RsaKeyConverters.x509()
			.convert(Files.newInputStream(Path.of(token.properties().get("security.jwt.public-key")))));
		Jwt jwt = NimbusJwtDecoder.withPublicKey(key).build().decode(token.value());
		assertThat(jwt.getClaimAsString("iss")).isEqualTo(token.properties().get("security.jwt.issuer"));
		assertThat(jwt.getAudience()).containsExactly(token.properties().get("security.jwt.audience"));
		assertThat(jwt.getClaimAsString("scope")).contains("users:register");
	}

	@Test
	void goesIntoTheHeaderOfARequest() {
		Token token = Token.issue(this.directory);
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1"));
		token.addTo(request);
		assertThat(request.build().headers().firstValue("Authorization")).hasValue("Bearer " + token.value());
	}

}
