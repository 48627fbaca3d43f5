/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http;

import io.github.enrol.http.problems.ProblemErrorController;
import io.github.enrol.http.problems.ProblemHandler;
import io.github.enrol.http.problems.ProblemReportValve;
import io.github.enrol.http.requests.CheckedForwardedHeaderFilter;
import io.github.enrol.http.requests.MediaTypesFilter;
import io.github.enrol.http.requests.WholeResponseFilter;
import jakarta.servlet.DispatcherType;
import org.apache.catalina.core.StandardHost;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Makes every error of a servlet application on Tomcat a problem detail, and every
 * response that is small one piece.
 */
@AutoConfiguration(before = { ErrorMvcAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class HttpEdgeAutoConfiguration {

	@Bean
	ProblemHandler problemHandler() {
		return new ProblemHandler();
	}

	@Bean
	ProblemErrorController problemErrorController() {
		return new ProblemErrorController();
	}

	/**
	 * Tomcat logs the first request that it cannot parse, with its target, which may hold
	 * an email address, and a stack trace.
	 */
	@Bean
	InitializingBean quietRequestParser(ObjectProvider<LoggingSystem> logging) {
		return () -> logging
			.ifAvailable((system) -> system.setLogLevel("org.apache.coyote.http11.Http11Processor", LogLevel.WARN));
	}

	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemReportCustomizer() {
		return (factory) -> factory.addContextCustomizers((context) -> {
			StandardHost host = (StandardHost) context.getParent();
			host.getPipeline().addValve(new ProblemReportValve());
			// Or Tomcat adds its own inside of this one.
			host.setErrorReportValveClass(ProblemReportValve.class.getName());
		});
	}

	@Bean
	MediaTypesFilter mediaTypesFilter() {
		return new MediaTypesFilter();
	}

	@Bean
	WholeResponseFilter wholeResponseFilter() {
		return new WholeResponseFilter();
	}

	/**
	 * As Spring Boot's own, but not for error dispatches: there it would refuse the
	 * malformed header of the request once more, and the refusal would have no body.
	 */
	@Bean
	@ConditionalOnProperty(name = "server.forward-headers-strategy", havingValue = "framework")
	FilterRegistrationBean<ForwardedHeaderFilter> forwardedHeaderFilter() {
		FilterRegistrationBean<ForwardedHeaderFilter> registration = new FilterRegistrationBean<>(
				new CheckedForwardedHeaderFilter());
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

}
