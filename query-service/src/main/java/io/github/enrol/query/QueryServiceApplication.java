/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Serves the read model.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class QueryServiceApplication {

	public static void main(String[] args) {
		application().run(args);
	}

	/**
	 * The application with its own configuration file, {@code query-service.yml}, so that
	 * several services can share one class path. An external {@code application.*} and
	 * every other source of properties still override it.
	 */
	public static SpringApplication application() {
		SpringApplication application = new SpringApplication(QueryServiceApplication.class);
		application.setDefaultProperties(Map.of("spring.config.name", "application,query-service"));
		return application;
	}

}
