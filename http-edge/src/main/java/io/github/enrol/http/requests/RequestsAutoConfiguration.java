/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import org.apache.catalina.Pipeline;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Refuses or corrects requests that Tomcat or Spring MVC would answer wrongly.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(CorsProperties.class)
public final class RequestsAutoConfiguration {

	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> requestValves(CorsProperties cors,
			@Value("${management.tracing.export.enabled:false}") boolean traced,
			@Value("${management.endpoints.web.base-path:/actuator}") String operators) {
		boolean preflights = !cors.allowedOrigins().isEmpty();
		return (factory) -> factory.addContextCustomizers((context) -> {
			Pipeline pipeline = context.getParent().getPipeline();
			pipeline.addValve(new RequestIdValve(traced));
			pipeline.addValve(new PageRequestsValve(cors.allowedOrigins(), operators));
			pipeline.addValve(new KnownMethodsValve(preflights));
		});
	}

	@Bean
	WebMvcRegistrations corsRegistrations(CorsProperties cors) {
		return new WebMvcRegistrations() {
			@Override
			public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
				return new CorsHandlerMapping(cors.allowedOrigins());
			}
		};
	}

	@Bean
	MediaTypesFilter mediaTypesFilter() {
		return new MediaTypesFilter();
	}

	@Bean
	WebMvcConfigurer knownParameters() {
		return new WebMvcConfigurer() {
			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				registry.addInterceptor(new KnownParametersInterceptor());
			}
		};
	}

	/**
	 * Keeps Spring Boot from serving WebJars as they are, on every service that shares a
	 * class path with one.
	 */
	@Bean
	WebMvcConfigurer noWebJars() {
		return new WebMvcConfigurer() {
			@Override
			public void addResourceHandlers(ResourceHandlerRegistry registry) {
				registry.addResourceHandler("/webjars/**").addResourceLocations("classpath:/nothing/");
			}
		};
	}

	@Bean
	WholeResponseFilter wholeResponseFilter() {
		return new WholeResponseFilter();
	}

}
