/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.nio.file.Path;

import io.github.enrol.embedded.Ports;
import io.github.enrol.embedded.StartException;
import io.github.enrol.http.configuration.PropertyChecks;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The configuration, under {@code enrol}: {@code --enrol.data-directory=…} as an argument
 * or {@code ENROL_DATADIRECTORY} in the environment. All ports are on 127.0.0.1; 0 means
 * any free port.
 *
 * @param dataDirectory holds the event log, the read model and all other state
 * @param commandServicePort for registrations
 * @param queryServicePort for reading users
 * @param projectorServicePort for the projector's health and metrics
 * @param kafkaPort of the embedded broker
 * @param databasePort of the embedded database
 */
@ConfigurationProperties("enrol")
public record StandaloneProperties(@DefaultValue("data") Path dataDirectory,
		@DefaultValue("8081") int commandServicePort, @DefaultValue("8082") int queryServicePort,
		@DefaultValue("8083") int projectorServicePort, @DefaultValue("19092") int kafkaPort,
		@DefaultValue("13306") int databasePort) {

	public StandaloneProperties {
		dataDirectory = dataDirectory.toAbsolutePath().normalize();
		commandServicePort = port("command-service-port", commandServicePort);
		queryServicePort = port("query-service-port", queryServicePort);
		projectorServicePort = port("projector-service-port", projectorServicePort);
		kafkaPort = port("kafka-port", kafkaPort);
		databasePort = port("database-port", databasePort);
	}

	private static int port(String name, int port) {
		PropertyChecks.requireBetween("enrol." + name, port, 0, 65_535);
		return (port != 0) ? port : Ports.free();
	}

	/**
	 * Reads the arguments, the system properties and the environment, in this order.
	 * @throws StartException if a value is invalid
	 */
	static StandaloneProperties from(String... args) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
		ConfigurationPropertySources.attach(environment);
		try {
			return Binder.get(environment).bindOrCreate("enrol", StandaloneProperties.class);
		}
		catch (BindException ex) {
			// Messages of PropertyChecks already name the property.
			String property = (ex.getProperty() != null) ? ex.getProperty() + ": " : "";
			throw new StartException("The configuration cannot be used: " + property
					+ NestedExceptionUtils.getMostSpecificCause(ex).getMessage(), ex);
		}
	}

}
