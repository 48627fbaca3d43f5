/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * A node of a Kafka cluster, broker and controller, in this JVM; usually the only one. It
 * can be restarted at the same address with its data.
 */
public final class EmbeddedKafka implements AutoCloseable {

	// 16 bytes in Base64. May be the same everywhere, as no two such clusters ever meet.
	private static final String CLUSTER_ID = "ZW5yb2wtZW1iZWRkZWQtMQ";

	private final Path directory;

	private final int id;

	/** Of all nodes; empty for a single one, which may change its own at each start. */
	private final List<Integer> controllerPorts;

	private final int port;

	private final String listeners;

	private final String advertisedListeners;

	private final Map<String, String> more = new HashMap<>();

	private @Nullable DataDirectory claim;

	private @Nullable KafkaRaftServer server;

	/**
	 * Creates a broker; {@link #start()} starts it.
	 * @param directory holds all its data; created if missing
	 * @param port where clients connect, or 0 for any free port
	 */
	public EmbeddedKafka(Path directory, int port) {
		this.directory = directory;
		this.id = 1;
		this.controllerPorts = List.of();
		this.port = (port != 0) ? port : Ports.free();
		this.listeners = "BROKER://" + bootstrapServers();
		this.advertisedListeners = this.listeners;
	}

	/**
	 * Creates a node of a cluster, which can also be reached through a proxy. Every node
	 * has a replica of everything.
	 * @param id number of the node, from 1
	 * @param controllerPorts of all nodes, in the order of their numbers
	 * @param proxiedPort where the proxy connects
	 * @param proxyPort where the proxy listens; advertised to clients that connect
	 * through it
	 */
	public EmbeddedKafka(Path directory, int id, List<Integer> controllerPorts, int port, int proxiedPort,
			int proxyPort) {
		this.directory = directory;
		this.id = id;
		this.controllerPorts = List.copyOf(controllerPorts);
		this.port = port;
		String listener = "BROKER://" + bootstrapServers() + ",PROXIED://" + Ports.LOOPBACK + ":";
		this.listeners = listener + proxiedPort;
		this.advertisedListeners = listener + proxyPort;
	}

	/**
	 * Adds a listener, before {@link #start()}.
	 * @param address as it is advertised, such as {@code SECURED://127.0.0.1:9093}
	 * @param settings of the broker that go with it; lists are appended to the others
	 */
	public EmbeddedKafka withListener(String address, Map<String, String> settings) {
		this.more.put("listeners", address);
		this.more.put("advertised.listeners", address);
		this.more.putAll(settings);
		return this;
	}

	/**
	 * Returns when clients can connect; in a cluster, not before most nodes are started.
	 * The default locale of this JVM is {@link Locale#ROOT} from then on, as Kafka
	 * changes the case of names by it: in Turkish "classic" would become "CLASSİC".
	 * @throws StartException if the broker cannot be started, as when the directory or
	 * the port is unavailable
	 */
	public synchronized void start() {
		if (this.server != null) {
			return;
		}
		Locale.setDefault(Locale.ROOT);
		this.claim = DataDirectory.claim(this.directory);
		try {
			Ports.requireFree(this.port, "the Kafka broker");
			String logDirectory = this.claim.path().resolve("log").toString();
			format(logDirectory);
			this.server = new KafkaRaftServer(KafkaConfig.fromProps(properties(logDirectory), false), Time.SYSTEM);
			this.server.startup();
		}
		catch (StartException ex) {
			stop();
			throw ex;
		}
		catch (RuntimeException ex) {
			stop();
			throw new StartException("The Kafka broker cannot be started: "
					+ NestedExceptionUtils.getMostSpecificCause(ex).getMessage() + ".", ex);
		}
	}

	private void format(String logDirectory) {
		try {
			new Formatter().setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
				.setClusterId(CLUSTER_ID)
				.setNodeId(this.id)
				.setControllerListenerName("CONTROLLER")
				.setMetadataLogDirectory(logDirectory)
				.addDirectory(logDirectory)
				.setIgnoreFormatted(true)
				.setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
				.run();
		}
		catch (Exception ex) {
			throw new StartException("The Kafka data in " + logDirectory + " cannot be used: " + ex.getMessage(), ex);
		}
	}

	private Properties properties(String logDirectory) {
		// Controllers' addresses are not stored on disk and may differ at each start.
		List<Integer> controllers = this.controllerPorts.isEmpty() ? List.of(Ports.free()) : this.controllerPorts;
		Properties properties = BrokerSettings.ofNode(this.id, controllers, Platform.current());
		properties.setProperty("log.dirs", logDirectory);
		properties.setProperty("listeners",
				this.listeners + ",CONTROLLER://" + Ports.LOOPBACK + ":" + controllers.get(this.id - 1));
		properties.setProperty("advertised.listeners", this.advertisedListeners);
		this.more.forEach((name, value) -> properties.merge(name, value, (before, added) -> before + "," + added));
		return properties;
	}

	public String bootstrapServers() {
		return Ports.LOOPBACK + ":" + this.port;
	}

	/**
	 * Returns when the broker has stopped and its data is on disk.
	 */
	public synchronized void stop() {
		if (this.server != null) {
			this.server.shutdown();
			this.server.awaitShutdown();
			this.server = null;
		}
		if (this.claim != null) {
			this.claim.close();
			this.claim = null;
		}
	}

	@Override
	public void close() {
		stop();
	}

}
