/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A server's certificate for 127.0.0.1, which is its own authority, made by the JDK's
 * {@code keytool}.
 *
 * @param keyStore the certificate and its key, in PKCS 12
 * @param trustStore the certificate, in PKCS 12
 * @param certificate in PEM
 * @param key in PEM
 */
public record Certificate(Path keyStore, Path trustStore, Path certificate, Path key) {

	/** Of the key store. */
	public static final String PASSWORD = "changeit";

	/**
	 * Creates one, with its files in a directory.
	 */
	public static Certificate create(Path directory) {
		Path keyStore = directory.resolve("server.p12");
		keytool("-genkeypair", "-alias", "server", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=127.0.0.1",
				"-ext", "SAN=IP:127.0.0.1", "-ext", "BC=ca:true", "-validity", "2", "-storetype", "PKCS12",
				"-storepass", PASSWORD, "-keystore", keyStore.toString());
		try {
			KeyStore store = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
			Key key = store.getKey("server", PASSWORD.toCharArray());
			Path certificate = write(directory.resolve("ca.crt"), "CERTIFICATE",
					store.getCertificate("server").getEncoded());
			Path trustStore = directory.resolve("truststore.p12");
			keytool("-importcert", "-noprompt", "-alias", "database", "-file", certificate.toString(), "-storetype",
					"PKCS12", "-storepass", PASSWORD, "-keystore", trustStore.toString());
			return new Certificate(keyStore, trustStore, certificate,
					write(directory.resolve("server.key"), "PRIVATE KEY", key.getEncoded()));
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("The certificate cannot be read", ex);
		}
	}

	static Path write(Path file, String type, byte[] content) throws IOException {
		return Files.writeString(file, "-----BEGIN " + type + "-----\n"
				+ Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + type + "-----\n");
	}

	/**
	 * Returns the options of a database server that has it.
	 */
	public String[] databaseOptions() {
		return new String[] { "--ssl-cert=" + this.certificate, "--ssl-key=" + this.key };
	}

	/**
	 * Returns the part of a database's URL that makes its authority known.
	 */
	public String databaseTrustStore() {
		return "trustCertificateKeyStoreUrl=file:" + this.trustStore
				+ "&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword=" + PASSWORD;
	}

	private static void keytool(String... arguments) {
		ProcessBuilder keytool = new ProcessBuilder(
				Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		keytool.command().addAll(List.of(arguments));
		try {
			Process process = keytool.redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool failed: " + output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
