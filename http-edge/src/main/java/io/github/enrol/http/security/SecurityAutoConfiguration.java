/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import io.github.enrol.http.limits.RateLimits;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
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
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
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
			HandlerMappingIntrospector mappings, RateLimits limits,
			@Value("${registration.conceal-registered:false}") boolean concealRegistered,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		RequiredScopes scopes = new RequiredScopes(concealRegistered);
		RefusedAccess refused = new RefusedAccess(problems, limits, scopes, mappings);
		VerifiedTokens tokens = new VerifiedTokens(new IssuerKeys(properties));
		return http
			// They have no token, and are answered by the resource's mapping.
			.securityMatcher((request) -> !CorsUtils.isPreFlightRequest(request))
			// Browsers add no bearer token by themselves.
			.csrf(AbstractHttpConfigurer::disable)
			// Each request says who sends it: no filter need look for a session.
			.sessionManagement(AbstractHttpConfigurer::disable)
			.securityContext(
					(context) -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
			// The services say in each answer how it may be kept.
			.headers((headers) -> headers.cacheControl((cacheControl) -> cacheControl.disable()))
			// There is nothing to log out of, and nobody is sent back to where they were.
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.authorizeHttpRequests((requests) -> requests.anyRequest()
				.access((authentication, context) -> new AuthorizationDecision(
						scopes.missing(context.getRequest(), authentication.get()).isEmpty())))
			.oauth2ResourceServer((server) -> server.authenticationManagerResolver((request) -> tokens)
				.bearerTokenResolver(tokens)
				.authenticationEntryPoint(refused)
				.accessDeniedHandler(refused)
				.withObjectPostProcessor(answering(refused)))
			.exceptionHandling(
					(exceptions) -> exceptions.authenticationEntryPoint(refused).accessDeniedHandler(refused))
			.build();
	}

	/**
	 * Each filter would be measured in each request, which costs more than the filters.
	 */
	@Bean
	SecurityObservationSettings securityObservationSettings() {
		return SecurityObservationSettings.noObservations();
	}

	/**
	 * By default it searches all headers for what Tomcat has refused, each time that one
	 * is read.
	 */
	@Bean
	HttpFirewall httpFirewall() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setAllowedHeaderNames((name) -> true);
		firewall.setAllowedHeaderValues((value) -> true);
		return firewall;
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
