/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

import io.github.enrol.embedded.Ports;
import io.github.enrol.testing.Account;
import io.github.enrol.testing.Certificate;
import io.github.enrol.testing.KafkaSecurity;
import io.github.enrol.testing.TestTopics;
import io.github.enrol.testing.TokenSigner;
import io.github.enrol.testing.kubernetes.KafkaRight;
import io.github.enrol.testing.kubernetes.KafkaTopics;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;

/**
 * TLS to brokers and database, whose certificates are verified; Kafka's accounts with the
 * passwords, rights and topics of {@code deploy/kubernetes}; tokens for HTTP. Only the
 * test itself, and brokers among each other, use a listener without.
 */
final class Secured implements Security {

	private static final int PARTITIONS = 4;

	private static final String PASSWORD = "of-the-test";

	private final Certificate certificate;

	private final TokenSigner signer;

	/** By their scopes. */
	private final Map<String, String> tokens = new ConcurrentHashMap<>();

	Secured(Path directory) {
		this.certificate = Certificate.create(directory);
		this.signer = new TokenSigner(directory);
	}

	/**
	 * Also secures the listener behind the links: of two protocols for one listener, the
	 * later counts.
	 */
	@Override
	public Map<String, String> ofBroker(int port) {
		Map<String, String> settings = KafkaSecurity.ofBroker(this.certificate, "SECURED", "PROXIED");
		settings.put("listeners", "SECURED://" + Ports.LOOPBACK + ":" + port);
		return settings;
	}

	@Override
	public String[] ofDatabase() {
		return this.certificate.databaseOptions();
	}

	@Override
	public String ofAccounts() {
		return Account.ENCRYPTED;
	}

	@Override
	public void prepare(String bootstrapServers, int brokers) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
			Awaitility.await().until(() -> admin.describeCluster().nodes().get().size() == brokers);
			for (String account : KafkaRight.accounts()) {
				KafkaSecurity.setPassword(admin, account, PASSWORD);
			}
			KafkaSecurity.grant(admin, KafkaRight.all());
			TestTopics.create(admin, KafkaTopics.all(PARTITIONS, brokers));
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The brokers cannot be prepared", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public Map<String, String> ofService(String module) {
		Map<String, String> properties = new HashMap<>(this.signer.properties());
		if (KafkaRight.accounts().contains(module)) {
			KafkaSecurity.ofClient(this.certificate, module, PASSWORD)
				.forEach((name, value) -> properties.put("spring.kafka.properties." + name, value));
		}
		return properties;
	}

	@Override
	public String jdbcUrl(String jdbcUrl) {
		return jdbcUrl.replace("sslMode=DISABLED", "sslMode=VERIFY_IDENTITY&" + this.certificate.databaseTrustStore());
	}

	@Override
	public HttpRequest.Builder authorize(HttpRequest.Builder request, String scopes) {
		return request.header("Authorization", "Bearer " + this.tokens.computeIfAbsent(scopes, this.signer::token));
	}

}
