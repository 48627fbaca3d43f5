/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.web.client.RestTemplate;

/**
 * Verifies tokens by their issuer's keys, which are first read when a token comes: the
 * service starts while the issuer is down. Logs an outage of the issuer once.
 */
final class IssuerKeys implements JwtDecoder {

	private static final Log logger = LogFactory.getLog(IssuerKeys.class);

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

	private final JwtDecoder decoder;

	private final AtomicBoolean outage = new AtomicBoolean();

	IssuerKeys(JwtProperties properties) {
		this.decoder = new SupplierJwtDecoder(() -> decoder(properties));
	}

	private static NimbusJwtDecoder decoder(JwtProperties properties) {
		NimbusJwtDecoder decoder;
		if (properties.publicKey() != null) {
			decoder = NimbusJwtDecoder.withPublicKey(read(properties.publicKey())).build();
		}
		else {
			SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
			requests.setConnectTimeout(CONNECT_TIMEOUT);
			requests.setReadTimeout(READ_TIMEOUT);
			decoder = ((properties.jwkSetUri() != null)
					? NimbusJwtDecoder.withJwkSetUri(properties.jwkSetUri().toString())
					: NimbusJwtDecoder.withIssuerLocation(properties.issuer().toString()))
				// All of them asymmetric: a key that is public cannot have signed.
				.jwsAlgorithms((algorithms) -> algorithms.addAll(Set.of(SignatureAlgorithm.values())))
				.restOperations(new RestTemplate(requests))
				.build();
		}
		JwtTimestampValidator timestamps = new JwtTimestampValidator();
		timestamps.setAllowEmptyExpiryClaim(false);
		decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(timestamps,
				new JwtIssuerValidator(properties.issuer().toString()),
				new JwtAudienceValidator(properties.audience())));
		return decoder;
	}

	private static RSAPublicKey read(Path file) {
		try (InputStream pem = Files.newInputStream(file)) {
			return Objects.requireNonNull(RsaKeyConverters.x509().convert(pem));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public Jwt decode(String token) {
		try {
			Jwt jwt = this.decoder.decode(token);
			if (this.outage.getAndSet(false)) {
				logger.info("The keys of tokens' issuer can be read again");
			}
			return jwt;
		}
		catch (BadJwtException ex) {
			throw ex;
		}
		catch (JwtException | JwtDecoderInitializationException ex) {
			if (!this.outage.getAndSet(true)) {
				logger.warn(
						"The keys of tokens' issuer cannot be read: " + NestedExceptionUtils.getMostSpecificCause(ex));
			}
			throw new JwtException("The keys of the token's issuer cannot be read", ex);
		}
	}

}
