/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.management;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Set;

import io.github.enrol.http.security.AnonymousAccess;
import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Makes the operators' endpoints on a port of their own ({@code management.server.port})
 * as safe as they are on the service's, and its errors problems, too. That port is on
 * loopback unless it is told otherwise; Spring Boot's is on every address.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class ManagementPortConfiguration {

	private static final String ADDRESS = "management.server.address";

	/**
	 * Applied last, after Spring Boot has set the address and the error page, which would
	 * be no problem.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementServer(
			@Qualifier("problemReports") WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problems,
			@Qualifier("requestValves") WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> requests,
			ObjectProvider<AnonymousAccess> anonymous, Environment environment) {
		return (factory) -> {
			factory.setErrorPages(Set.of());
			problems.customize(factory);
			requests.customize(factory);
			if (!environment.containsProperty(ADDRESS)) {
				factory.setAddress(InetAddress.getLoopbackAddress());
			}
			anonymous.ifAvailable((access) -> access.customize(factory, ADDRESS));
		};
	}

	@Bean
	Filter managementMediaTypes(@Qualifier("mediaTypesFilter") Filter ofService) {
		return ofService;
	}

	@Bean
	HandlerExceptionResolver managementProblems(ApplicationContext context) {
		return Objects.requireNonNull(context.getParent())
			.getBean(DispatcherServlet.HANDLER_EXCEPTION_RESOLVER_BEAN_NAME, HandlerExceptionResolver.class);
	}

}
