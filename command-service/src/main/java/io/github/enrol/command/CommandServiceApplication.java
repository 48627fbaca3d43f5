/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Accepts and decides registrations.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CommandServiceApplication {

	public static void main(String[] args) {
		application().run(args);
	}

	/**
	 * The application with its own configuration file, {@code command-service.yml}, so
	 * that several services can share one class path.
	 */
	public static SpringApplication application() {
		SpringApplication application = new SpringApplication(CommandServiceApplication.class);
		application.setDefaultProperties(Map.of("spring.config.name", "application,command-service"));
		return application;
	}

}
