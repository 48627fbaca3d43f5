/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.handler.HandlerMappingIntrospector;

/**
 * Asks each request for a bearer token with the scope that its resource needs. Off, and
 * without any cost, until the issuer of tokens is set.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty("security.jwt.issuer")
@EnableConfigurationProperties(JwtProperties.class)
@EnableWebSecurity
public final class SecurityAutoConfiguration {

	@Bean
	DelegatingFilterProxyRegistrationBean securityFilter() {
		DelegatingFilterProxyRegistrationBean filter = new DelegatingFilterProxyRegistrationBean(
				"springSecurityFilterChain");
		// An asynchronous answer and an error page belong to a request that has passed.
		filter.setDispatcherTypes(DispatcherType.REQUEST);
		return filter;
	}

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http, JwtProperties properties,
			HandlerMappingIntrospector mappings,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		RefusedAccess refused = new RefusedAccess(problems);
		return http
			// Browsers add no bearer token by themselves.
			.csrf(AbstractHttpConfigurer::disable)
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			// The services say in each answer how it may be kept.
			.headers((headers) -> headers.cacheControl((cacheControl) -> cacheControl.disable()))
			.cors((cors) -> cors.configurationSource((request) -> cors(mappings, request)))
			.authorizeHttpRequests((requests) -> requests.requestMatchers(CorsUtils::isPreFlightRequest)
				.permitAll()
				.anyRequest()
				.access((authentication, context) -> new AuthorizationDecision(
						Scope.of(context.getRequest()).isGrantedTo(authentication.get()))))
			.oauth2ResourceServer((server) -> server.jwt((jwt) -> jwt.decoder(new IssuerKeys(properties)))
				.authenticationEntryPoint(refused)
				.accessDeniedHandler(refused)
				.withObjectPostProcessor(answering(refused)))
			.exceptionHandling(
					(exceptions) -> exceptions.authenticationEntryPoint(refused).accessDeniedHandler(refused))
			.build();
	}

	/**
	 * For the answers of this filter, so that a page can read them. Preflight requests
	 * are answered by the resource's mapping.
	 */
	private static @Nullable CorsConfiguration cors(HandlerMappingIntrospector mappings, HttpServletRequest request) {
		return CorsUtils.isPreFlightRequest(request) ? null : mappings.getCorsConfiguration(request);
	}

	/**
	 * By default keys that cannot be read are an exception, hence status 500.
	 */
	private static ObjectPostProcessor<BearerTokenAuthenticationFilter> answering(RefusedAccess refused) {
		return new ObjectPostProcessor<>() {
			@Override
			public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
				AuthenticationEntryPointFailureHandler handler = new AuthenticationEntryPointFailureHandler(refused);
				handler.setRethrowAuthenticationServiceException(false);
				filter.setAuthenticationFailureHandler(handler);
				return filter;
			}
		};
	}

}
