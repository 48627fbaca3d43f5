/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.github.enrol.testing.Certificate;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Spring Authorization Server, as the issuer of a standalone's tokens, with its key: what
 * it issues is accepted. Users are all those who know the password, and are asked which
 * scopes to grant.
 */
final class AuthorizationServer implements AutoCloseable {

	static final String PASSWORD = "correct horse battery staple";

	private final AnnotationConfigServletWebServerApplicationContext context = new AnnotationConfigServletWebServerApplicationContext();

	/**
	 * Starts it on any port.
	 * @param directory for its certificate
	 * @param redirectUri of its client
	 */
	AuthorizationServer(Tokens tokens, Path directory, URI redirectUri) throws IOException, ParseException {
		RSAKey key = RSAKey.parse(Files.readString(tokens.directory().resolve("key.json")));
		Certificate certificate = Certificate.create(directory);
		this.context.registerBean(RSAKey.class, () -> key);
		this.context.registerBean(Certificate.class, () -> certificate);
		this.context.registerBean("redirectUri", URI.class, () -> redirectUri);
		this.context.register(Server.class);
		this.context.refresh();
	}

	int port() {
		return this.context.getWebServer().getPort();
	}

	/**
	 * Returns an access token that was valid until an hour ago.
	 */
	String expiredToken() {
		Instant then = Instant.now().minus(Duration.ofHours(1));
		return this.context.getBean(JwtEncoder.class)
			.encode(JwtEncoderParameters.from(JwsHeader.with(SignatureAlgorithm.RS256).build(),
					JwtClaimsSet.builder()
						.issuer(Tokens.ISSUER)
						.audience(List.of("enrol"))
						.subject("late")
						.claim("scope", "users:read")
						.issuedAt(then.minusSeconds(1))
						.expiresAt(then)
						.build()))
			.getTokenValue();
	}

	/**
	 * Says whether a refresh token can be used.
	 */
	boolean isActive(String refreshToken) {
		OAuth2Authorization authorization = this.context.getBean(OAuth2AuthorizationService.class)
			.findByToken(refreshToken, OAuth2TokenType.REFRESH_TOKEN);
		return authorization != null && authorization.getRefreshToken().isActive();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	static class Server {

		@Bean
		TomcatServletWebServerFactory tomcat(Certificate certificate) {
			Ssl ssl = new Ssl();
			ssl.setKeyStore(certificate.keyStore().toUri().toString());
			ssl.setKeyStorePassword(Certificate.PASSWORD);
			TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(0);
			tomcat.setSsl(ssl);
			return tomcat;
		}

		@Bean
		DispatcherServlet dispatcherServlet() {
			return new DispatcherServlet();
		}

		@Bean
		SecurityFilterChain security(HttpSecurity http, RegisteredClientRepository clients, URI redirectUri) {
			CorsConfiguration cors = new CorsConfiguration();
			cors.setAllowedOrigins(
					List.of(redirectUri.resolve("/").toString(), "http://localhost:" + redirectUri.getPort()));
			cors.setAllowedMethods(List.of("GET", "POST"));
			return http
				.oauth2AuthorizationServer((server) -> server
					.clientAuthentication((client) -> client.authenticationConverter(Server::clientWithoutVerifier)
						.authenticationProvider(publicClients(clients))))
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.cors((configurer) -> configurer.configurationSource((request) -> cors))
				.formLogin(Customizer.withDefaults())
				.build();
		}

		/**
		 * By itself it lets public clients exchange codes, but neither refresh nor revoke
		 * tokens.
		 */
		private static Authentication clientWithoutVerifier(HttpServletRequest request) {
			return (request.getParameter("code_verifier") == null && request.getParameter("client_id") != null)
					? new OAuth2ClientAuthenticationToken(request.getParameter("client_id"),
							ClientAuthenticationMethod.NONE, null, null)
					: null;
		}

		private static AuthenticationProvider publicClients(RegisteredClientRepository clients) {
			return new AuthenticationProvider() {
				@Override
				public Authentication authenticate(Authentication authentication) {
					OAuth2ClientAuthenticationToken client = (OAuth2ClientAuthenticationToken) authentication;
					return client.getAdditionalParameters().isEmpty() ? new OAuth2ClientAuthenticationToken(
							clients.findByClientId(client.getName()), ClientAuthenticationMethod.NONE, null) : null;
				}

				@Override
				public boolean supports(Class<?> authentication) {
					return authentication == OAuth2ClientAuthenticationToken.class;
				}
			};
		}

		@Bean
		UserDetailsService users() {
			return (name) -> User.withUsername(name).password("{noop}" + PASSWORD).roles("USER").build();
		}

		@Bean
		RegisteredClientRepository clients(URI redirectUri) {
			return new InMemoryRegisteredClientRepository(RegisteredClient.withId(RunningStandalone.CLIENT_ID)
				.clientId(RunningStandalone.CLIENT_ID)
				.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
				.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
				.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
				.redirectUri(redirectUri.toString())
				.scopes((scopes) -> scopes.addAll(List.of(Tokens.SCOPES.get("all").split(" "))))
				.clientSettings(
						ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(true).build())
				.tokenSettings(TokenSettings.builder().reuseRefreshTokens(false).build())
				.build());
		}

		@Bean
		OAuth2AuthorizationService authorizations() {
			return new InMemoryOAuth2AuthorizationService();
		}

		@Bean
		AuthorizationServerSettings settings() {
			return AuthorizationServerSettings.builder().issuer(Tokens.ISSUER).build();
		}

		@Bean
		JWKSource<SecurityContext> keys(RSAKey key) {
			return new ImmutableJWKSet<>(new JWKSet(key));
		}

		@Bean
		JwtEncoder encoder(JWKSource<SecurityContext> keys) {
			return new NimbusJwtEncoder(keys);
		}

		/**
		 * By itself it gives public clients no refresh tokens, as other issuers do.
		 */
		@Bean
		OAuth2TokenGenerator<?> tokens(JwtEncoder encoder) {
			JwtGenerator accessTokens = new JwtGenerator(encoder);
			accessTokens.setJwtCustomizer((token) -> token.getClaims().audience(List.of("enrol")));
			return new DelegatingOAuth2TokenGenerator(accessTokens,
					(token) -> OAuth2TokenType.REFRESH_TOKEN.equals(token.getTokenType())
							? new OAuth2RefreshToken(UUID.randomUUID().toString(), Instant.now(),
									Instant.now().plus(Duration.ofHours(1)))
							: null);
		}

	}

}
