/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks.rest;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;

/**
 * What one gets by declaring an entity and a repository: HAL, pages by number, and a
 * count with each page.
 */
@SpringBootApplication(exclude = KafkaAutoConfiguration.class)
public class DataRest {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(DataRest.class);
		application.setDefaultProperties(Map.of("spring.jpa.open-in-view", "false", "spring.threads.virtual.enabled",
				"true", "management.endpoint.health.probes.enabled", "true",
				// Hibernate's questions to the driver fail on MariaDB.
				"spring.jpa.database-platform", "org.hibernate.dialect.MariaDBDialect",
				"spring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access", "false"));
		application.run(args);
	}

}
