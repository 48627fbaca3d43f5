/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.util.concurrent.CancellationException;

import io.github.enrol.embedded.StartException;
import org.slf4j.bridge.SLF4JBridgeHandler;

import org.springframework.boot.logging.LoggingSystem;

/**
 * Runs everything until Ctrl-C or SIGTERM.
 */
public final class StandaloneApplication {

	private StandaloneApplication() {
	}

	public static void main(String[] args) {
		configureLogging();
		try {
			StandaloneProperties properties = StandaloneProperties.from(args);
			Standalone standalone = new Standalone(properties);
			Runtime.getRuntime().addShutdownHook(new Thread(standalone::close, "shutdown"));
			System.out.println("Enrol is starting, with its data in " + properties.dataDirectory()
					+ ". The first start also unpacks a database.");
			standalone.start();
			System.out.println(banner(standalone.services()));
		}
		catch (StartException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
		catch (CancellationException stopped) {
			// Interrupted during the start. The shutdown hook does the rest.
		}
	}

	/**
	 * Logging belongs to the whole process, so none of the three application contexts may
	 * configure, reset or stop it; logback.xml is its only configuration.
	 */
	private static void configureLogging() {
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
		SLF4JBridgeHandler.removeHandlersForRootLogger();
		SLF4JBridgeHandler.install();
	}

	private static String banner(InProcessServices services) {
		return """

				Enrol is ready.

				  Register users   %1$s/user/registration
				  Read them        %2$s/users
				  Health           %1$s/actuator/health
				                   %2$s/actuator/health
				                   %3$s/actuator/health

				Try it:

				  curl -i -H 'Content-Type: application/json' -d '{"username": "Ada", "email": "ada@example.org"}' %1$s/user/registration
				  curl -s %2$s/users

				Ctrl-C stops it; its data stays.
				"""
			.formatted(services.commandService(), services.queryService(), services.projectorService());
	}

}
