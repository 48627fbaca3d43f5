/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Projects events into the read model.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ProjectorServiceApplication {

	public static void main(String[] args) {
		application().run(args);
	}

	/**
	 * The application with its own configuration file, {@code projector-service.yml}, so
	 * that several services can share one class path.
	 */
	public static SpringApplication application() {
		SpringApplication application = new SpringApplication(ProjectorServiceApplication.class);
		application.setDefaultProperties(Map.of("spring.config.name", "application,projector-service"));
		return application;
	}

}
