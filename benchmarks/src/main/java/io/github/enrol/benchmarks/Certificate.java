/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import io.github.enrol.embedded.Ports;

/**
 * Of the servers, for two days. It is its own authority.
 *
 * @param keyStore the certificate and its key, in PKCS 12
 * @param pem the certificate
 * @param key in PEM
 */
record Certificate(Path keyStore, Path pem, Path key) {

	/** Of the key store. */
	static final String PASSWORD = "changeit";

	private static final String ALIAS = "server";

	/**
	 * Makes one.
	 * @param directory where there is none yet
	 */
	static Certificate create(Path directory) {
		Certificate certificate = new Certificate(directory.resolve("server.p12"), directory.resolve("ca.crt"),
				directory.resolve("server.key"));
		certificate.keytool("-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-validity", "2", "-dname",
				"CN=" + Ports.LOOPBACK, "-ext", "SAN=IP:" + Ports.LOOPBACK, "-ext", "BC=ca:true");
		certificate.keytool("-exportcert", "-rfc", "-file", certificate.pem.toString());
		char[] password = PASSWORD.toCharArray();
		try {
			Pem.write(certificate.key, "PRIVATE KEY",
					KeyStore.getInstance(certificate.keyStore.toFile(), password).getKey(ALIAS, password).getEncoded());
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
		return certificate;
	}

	private void keytool(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
		command.addAll(List.of(arguments));
		command.addAll(List.of("-alias", ALIAS, "-keystore", this.keyStore.toString(), "-storetype", "PKCS12",
				"-storepass", PASSWORD));
		Tool.run(command);
	}

}
