/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.testing.kubernetes.KafkaRight;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.jspecify.annotations.Nullable;

/**
 * Kafka with passwords (SASL/SCRAM), with or without TLS, and rights (ACLs).
 */
public final class KafkaSecurity {

	private static final String MECHANISM = "SCRAM-SHA-512";

	private static final String LOGIN_MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule required";

	private KafkaSecurity() {
	}

	/**
	 * Returns the settings of a broker for the listeners that ask for a password. Clients
	 * of its other listeners may do everything.
	 * @param certificate of the broker, or null for no TLS
	 */
	public static Map<String, String> ofBroker(@Nullable Certificate certificate, String... listeners) {
		Map<String, String> settings = new HashMap<>(Map.of("listener.security.protocol.map",
				Stream.of(listeners)
					.map((listener) -> listener + ":" + protocol(certificate))
					.collect(Collectors.joining(",")),
				"sasl.enabled.mechanisms", MECHANISM, "authorizer.class.name",
				"org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users", "User:ANONYMOUS"));
		for (String listener : listeners) {
			String prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + ".";
			settings.put(prefix + "scram-sha-512.sasl.jaas.config", LOGIN_MODULE + ";");
			if (certificate != null) {
				settings.put(prefix + "ssl.keystore.type", "PKCS12");
				settings.put(prefix + "ssl.keystore.location", certificate.keyStore().toString());
				settings.put(prefix + "ssl.keystore.password", Certificate.PASSWORD);
			}
		}
		return settings;
	}

	/**
	 * Returns what a client of an account needs, as properties of Kafka.
	 * @param certificate of the brokers, or null for no TLS
	 */
	public static Map<String, String> ofClient(@Nullable Certificate certificate, String user, String password) {
		Map<String, String> properties = new HashMap<>(Map.of("security.protocol", protocol(certificate),
				"sasl.mechanism", MECHANISM, "sasl.jaas.config", jaasConfig(user, password)));
		if (certificate != null) {
			properties.put("ssl.truststore.type", "PEM");
			properties.put("ssl.truststore.location", certificate.certificate().toString());
		}
		return properties;
	}

	private static String protocol(@Nullable Certificate certificate) {
		return (certificate != null) ? "SASL_SSL" : "SASL_PLAINTEXT";
	}

	public static String jaasConfig(String user, String password) {
		return LOGIN_MODULE + " username=\"" + user + "\" password=\"" + password + "\";";
	}

	public static void setPassword(Admin admin, String user, String password)
			throws InterruptedException, ExecutionException {
		admin
			.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user,
					new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
			.all()
			.get();
	}

	/**
	 * Grants rights, to any account.
	 */
	public static void grant(Admin admin, List<KafkaRight> rights) throws InterruptedException, ExecutionException {
		admin.createAcls(rights.stream().map(KafkaRight::binding).toList()).all().get();
	}

}
