/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import org.apache.catalina.core.StandardHost;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Makes every error of a servlet application on Tomcat a problem detail.
 */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class ProblemsAutoConfiguration {

	@Bean
	ProblemHandler problemHandler() {
		return new ProblemHandler();
	}

	@Bean
	ProblemErrorController problemErrorController() {
		return new ProblemErrorController();
	}

	/**
	 * Tomcat logs the first request that it cannot parse, with a stack trace and with the
	 * target, which may contain an email address.
	 */
	@Bean
	InitializingBean quietRequestParser(ObjectProvider<LoggingSystem> logging) {
		return () -> logging
			.ifAvailable((system) -> system.setLogLevel("org.apache.coyote.http11.Http11Processor", LogLevel.WARN));
	}

	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemReports() {
		return (factory) -> factory.addContextCustomizers((context) -> {
			StandardHost host = (StandardHost) context.getParent();
			host.getPipeline().addValve(new ProblemReportValve());
			// Otherwise Tomcat adds its own inside of this one.
			host.setErrorReportValveClass(ProblemReportValve.class.getName());
		});
	}

}
