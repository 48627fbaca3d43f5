/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.enrol.embedded.StartException;
import org.slf4j.bridge.SLF4JBridgeHandler;

import org.springframework.boot.logging.LoggingSystem;

/**
 * Runs everything until Ctrl-C or SIGTERM.
 */
public final class StandaloneApplication {

	private static final Pattern CALL = Pattern.compile("(?m)^ *curl .*$");

	private StandaloneApplication() {
	}

	public static void main(String[] args) {
		// Kafka's broker fails where "i" is not the small "I", as in Turkish.
		Locale.setDefault(Locale.ROOT);
		configureLogging();
		try {
			run(StandaloneProperties.from(args));
		}
		catch (StartException ex) {
			System.err.println(ex.getMessage());
			MavenParent.end();
			System.exit(1);
		}
		catch (CancellationException stopped) {
			// Interrupted during the start. The shutdown hook does the rest.
		}
	}

	private static void run(StandaloneProperties properties) {
		Standalone standalone = new Standalone(properties);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(standalone), "shutdown"));
		try {
			standalone.prepare();
			System.out.println("Enrol is starting, with its data in " + properties.dataDirectory() + "."
					+ (standalone.isNew() ? " The first start also unpacks a database." : ""));
			standalone.start(new Stages((line) -> {
				if (!standalone.isClosed()) {
					System.out.println(line);
				}
			}));
			System.out.println(banner(properties, standalone));
		}
		catch (StartException ex) {
			// Now, so that the reason is the last line.
			standalone.close();
			throw ex;
		}
	}

	private static void stop(Standalone standalone) {
		if (!standalone.isClosed()) {
			System.out.println("Enrol is stopping.");
			standalone.close();
			System.out.println("Enrol has stopped.");
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

	private static String banner(StandaloneProperties properties, Standalone standalone) {
		InProcessServices services = standalone.services();
		Tokens tokens = standalone.tokens();
		String banner = """

				Enrol is ready.

				  Console          %2$s/console
				  API              %2$s/
				  HAL Explorer     %2$s/explorer
				  OpenAPI          %2$s/openapi
				  Register users   %1$s/user/registration
				  Read users       %2$s/users
				  Health           %1$s/actuator/health
				                   %2$s/actuator/health
				                   %3$s/actuator/health
				  Kafka            %4$s
				  Database         %5$s
				  Data             %6$s
				%7$s
				Try it:

				  curl -i -H 'Content-Type: application/json' -d '{"username": "Ada", "email": "ada@example.org"}' %1$s/user/registration
				  curl -s %2$s/users

				Ctrl-C stops it; its data stays.
				"""
			.formatted(services.commandService(), services.queryService(), services.projectorService(),
					standalone.bootstrapServers(), database(properties, standalone), properties.dataDirectory(),
					(tokens != null)
							? "  Tokens           " + tokens.directory() + ", for each set of scopes, renewed now\n"
							: "");
		if (tokens != null) {
			banner = banner.replace("  curl ",
					"  curl -H \"Authorization: Bearer $(cat '" + tokens.file("all") + "')\" ");
		}
		return forThisShell(banner.replace("ada@example.org", unregistered(services)));
	}

	/** The password of the embedded database is no secret; another one may be. */
	private static String database(StandaloneProperties properties, Standalone standalone) {
		return standalone.database().jdbcUrl() + ", user " + standalone.database().username()
				+ (properties.isDatabaseEmbedded() ? ", password " + standalone.database().password() : "");
	}

	/** Returns an address with which the call succeeds, also at the next start. */
	private static String unregistered(InProcessServices services) {
		return Stream.iterate(1, (number) -> number + 1)
			.map((number) -> "ada" + ((number > 1) ? number : "") + "@example.org")
			.filter((email) -> !services.isRegistered(email))
			.findFirst()
			.orElseThrow();
	}

	/** The command prompt of Windows knows no single quotes. */
	private static String forThisShell(String text) {
		return System.getProperty("os.name").startsWith("Windows") ? CALL.matcher(text)
			.replaceAll((call) -> Matcher.quoteReplacement(call.group().replace("\"", "\\\"").replace('\'', '"')))
				: text;
	}

}
