/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * A second listener of each broker, for services that connect as in production: by TLS,
 * with a password (SASL/SCRAM) and limited by rights (ACLs). The benchmarks themselves
 * keep the first.
 *
 * @param ports where they listen
 */
record SecuredListener(List<Integer> ports, Certificate certificate) {

	static final String ACCOUNT = "enrol";

	static final String PASSWORD = "of-the-benchmarks";

	private static final String MECHANISM = "SCRAM-SHA-512";

	private static final String MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule required";

	/**
	 * Returns further arguments of a {@link Broker}.
	 * @param index of the broker, from 0
	 */
	List<String> broker(int index) {
		return List.of("SECURED://" + Brokers.addresses(this.ports.subList(index, index + 1)),
				"listener.security.protocol.map=SECURED:SASL_SSL", "sasl.enabled.mechanisms=" + MECHANISM,
				"listener.name.secured.scram-sha-512.sasl.jaas.config=" + MODULE + ";",
				"listener.name.secured.ssl.keystore.type=PKCS12",
				"listener.name.secured.ssl.keystore.location=" + this.certificate.keyStore(),
				"listener.name.secured.ssl.keystore.password=" + Certificate.PASSWORD,
				"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
				// Those of the other listener.
				"super.users=User:ANONYMOUS");
	}

	/**
	 * Returns what makes services connect to it, with the properties of
	 * {@code deploy/kubernetes}.
	 */
	Map<String, String> properties() {
		String kafka = "spring.kafka.properties.";
		return Map.of("spring.kafka.bootstrap-servers", Brokers.addresses(this.ports), kafka + "security.protocol",
				"SASL_SSL", kafka + "sasl.mechanism", MECHANISM, kafka + "sasl.jaas.config",
				MODULE + " username=\"" + ACCOUNT + "\" password=\"" + PASSWORD + "\";", kafka + "ssl.truststore.type",
				"PEM", kafka + "ssl.truststore.location", this.certificate.pem().toString());
	}

}
