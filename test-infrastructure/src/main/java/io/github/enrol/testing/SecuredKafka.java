/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.github.enrol.embedded.EmbeddedKafka;
import io.github.enrol.embedded.Ports;
import io.github.enrol.testing.kubernetes.KafkaRight;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A broker that asks for a password (SASL/SCRAM), with or without TLS, and checks rights
 * (ACLs). Always embedded: the images have no such listener.
 */
public final class SecuredKafka implements AutoCloseable {

	public static final String USER = "enrol";

	private final Path directory;

	private final int port = Ports.free();

	private final @Nullable Certificate certificate;

	private final EmbeddedKafka kafka;

	private final Admin admin;

	/**
	 * Starts an empty broker, where {@link #USER} has neither a password nor rights.
	 */
	public SecuredKafka() {
		this(false);
	}

	private SecuredKafka(boolean encrypted) {
		try {
			this.directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "kafka-")
				.toAbsolutePath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.certificate = encrypted ? Certificate.create(this.directory) : null;
		this.kafka = new EmbeddedKafka(this.directory.resolve("data"), 0)
			.withListener("SECURED://" + bootstrapServers(), KafkaSecurity.ofBroker(this.certificate, "SECURED"));
		this.kafka.start();
		this.admin = Admin.create(Map.<String, Object>of("bootstrap.servers", this.kafka.bootstrapServers()));
	}

	public String bootstrapServers() {
		return Ports.LOOPBACK + ":" + this.port;
	}

	/**
	 * Starts an empty broker that also wants TLS. Its certificate is {@code ca.crt} in
	 * {@link #directory()}.
	 */
	public static SecuredKafka encrypted() {
		return new SecuredKafka(true);
	}

	public Path directory() {
		return this.directory;
	}

	/**
	 * Returns where clients need neither a password nor rights.
	 */
	public String superUserBootstrapServers() {
		return this.kafka.bootstrapServers();
	}

	/**
	 * Returns what a client of {@link #USER} needs without TLS, as properties below
	 * {@code spring.kafka.properties}.
	 */
	public static Map<String, String> clientProperties(String password) {
		return clientProperties(USER, password);
	}

	/**
	 * Returns what a client of another account needs.
	 */
	public static Map<String, String> clientProperties(String user, String password) {
		return KafkaSecurity.ofClient(null, user, password);
	}

	/**
	 * Returns what a client of an account needs here, with TLS or without.
	 */
	public Map<String, String> ownClientProperties(String user, String password) {
		return KafkaSecurity.ofClient(this.certificate, user, password);
	}

	public void setPassword(String password) throws InterruptedException, ExecutionException {
		setPassword(USER, password);
	}

	public void setPassword(String user, String password) throws InterruptedException, ExecutionException {
		KafkaSecurity.setPassword(this.admin, user, password);
	}

	/**
	 * Grants every right.
	 */
	public void grant() throws InterruptedException, ExecutionException {
		AccessControlEntry all = new AccessControlEntry("User:" + USER, "*", AclOperation.ALL, AclPermissionType.ALLOW);
		this.admin.createAcls(Stream
			.of(new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL),
					pattern(ResourceType.TOPIC), pattern(ResourceType.GROUP), pattern(ResourceType.TRANSACTIONAL_ID))
			.map((resource) -> new AclBinding(resource, all))
			.toList()).all().get();
	}

	private static ResourcePattern pattern(ResourceType type) {
		return new ResourcePattern(type, "*", PatternType.LITERAL);
	}

	/**
	 * Grants rights, to any account.
	 */
	public void grant(List<KafkaRight> rights) throws InterruptedException, ExecutionException {
		KafkaSecurity.grant(this.admin, rights);
	}

	/**
	 * Grants all the rights of deploy/kubernetes but one. At no time is any account
	 * without another one that it had.
	 */
	public void grantAllBut(KafkaRight missing) throws InterruptedException, ExecutionException {
		this.admin.deleteAcls(List.of(missing.binding().toFilter())).all().get();
		grant(KafkaRight.all().stream().filter((right) -> !right.equals(missing)).toList());
	}

	/**
	 * Revokes every right.
	 */
	public void revoke() throws InterruptedException, ExecutionException {
		this.admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
	}

	/**
	 * Returns a client that may do everything.
	 */
	public Admin admin() {
		return this.admin;
	}

	public void stop() {
		this.kafka.stop();
	}

	public void start() {
		this.kafka.start();
	}

	@Override
	public void close() {
		this.admin.close();
		this.kafka.close();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			// The data is below target: the next clean deletes it.
		}
	}

}
