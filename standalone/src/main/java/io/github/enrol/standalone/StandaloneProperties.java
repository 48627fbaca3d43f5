/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.enrol.embedded.Ports;
import io.github.enrol.embedded.StartException;
import io.github.enrol.http.configuration.PropertyChecks;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The configuration, under {@code enrol}: {@code --enrol.data-directory=…} as an argument
 * or {@code ENROL_DATADIRECTORY} in the environment. All ports are on 127.0.0.1, and
 * distinct; 0 means any free port.
 *
 * @param dataDirectory holds the event log, the read model and all other state
 * @param commandServicePort for registrations
 * @param queryServicePort for reading users
 * @param projectorServicePort for the projector's health and metrics
 * @param kafkaPort of the embedded broker
 * @param databasePort of the embedded database
 * @param database {@value #EMBEDDED}, or the JDBC URL of an existing schema of MySQL or
 * MariaDB
 * @param databaseUsername for a database at a URL
 * @param databasePassword for a database at a URL
 * @param security whether the services ask for tokens, which this process then makes
 */
@ConfigurationProperties("enrol")
public record StandaloneProperties(@DefaultValue("data") Path dataDirectory,
		@DefaultValue("8081") int commandServicePort, @DefaultValue("8082") int queryServicePort,
		@DefaultValue("8083") int projectorServicePort, @DefaultValue("19092") int kafkaPort,
		@DefaultValue("13306") int databasePort, @DefaultValue("embedded") String database,
		@DefaultValue("enrol") String databaseUsername, @DefaultValue("enrol") String databasePassword,
		@DefaultValue("false") boolean security) {

	private static final String EMBEDDED = "embedded";

	public StandaloneProperties {
		dataDirectory = dataDirectory.toAbsolutePath().normalize();
		commandServicePort = port("command-service-port", commandServicePort);
		queryServicePort = port("query-service-port", queryServicePort);
		projectorServicePort = port("projector-service-port", projectorServicePort);
		kafkaPort = port("kafka-port", kafkaPort);
		databasePort = port("database-port", databasePort);
		if (!database.equals(EMBEDDED) && !database.startsWith("jdbc:mysql:")) {
			throw new InvalidConfigurationPropertyValueException("enrol.database", database,
					"It must be embedded, or a URL such as jdbc:mysql://127.0.0.1:3306/enrol");
		}
		PropertyChecks.requireText("enrol.database-username", databaseUsername);
	}

	private static int port(String name, int port) {
		PropertyChecks.requireBetween("enrol." + name, port, 0, 65_535);
		return (port != 0) ? port : Ports.free();
	}

	boolean isDatabaseEmbedded() {
		return this.database.equals(EMBEDDED);
	}

	/**
	 * Returns the ports on which this process and the embedded database will listen.
	 */
	List<Port> ports() {
		List<Port> ports = new ArrayList<>(
				List.of(new Port("enrol.command-service-port", this.commandServicePort, "the command-service"),
						new Port("enrol.query-service-port", this.queryServicePort, "the query-service"),
						new Port("enrol.projector-service-port", this.projectorServicePort, "the projector-service"),
						new Port("enrol.kafka-port", this.kafkaPort, "the Kafka broker")));
		if (isDatabaseEmbedded()) {
			ports.add(new Port("enrol.database-port", this.databasePort, "the database"));
		}
		return ports;
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

	/**
	 * A port, and what it is for.
	 *
	 * @param property sets it
	 * @param number the port
	 * @param purpose as in "the Kafka broker"
	 */
	record Port(String property, int number, String purpose) {

		/**
		 * Such as "8081 for the command-service (ENROL_COMMANDSERVICEPORT moves it)".
		 */
		@Override
		public String toString() {
			String variable = this.property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
			return this.number + " for " + this.purpose + " (" + variable + " moves it)";
		}

	}

}
