/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The addresses at which clients find Kafka. Ask for them before creating a client:
 * <ul>
 * <li>The constructors of Kafka's clients throw when no host name resolves. Kafka 4.2
 * does not have KIP-909, which would make them wait.</li>
 * <li>A client without TLS takes the first four bytes of an answer for its length. From a
 * port that speaks TLS or HTTP, they are 352 MB and more (KAFKA-4090), which ends a
 * service that exits on an {@code OutOfMemoryError}.</li>
 * <li>A client without a connection only says that it timed out.</li>
 * </ul>
 */
public final class BootstrapServers {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	/** Longer than a busy machine delays an answer. */
	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

	private final List<String> addresses;

	private final boolean encrypted;

	/**
	 * Uses the addresses of a client.
	 * @param configs of an admin client
	 * @throws ConfigException if an address is not like {@code host:port}, or another
	 * value is not allowed
	 */
	public BootstrapServers(Map<String, ?> configs) {
		AdminClientConfig config = new AdminClientConfig(configs);
		this.addresses = config.getList(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
		SecurityProtocol protocol = SecurityProtocol
			.forName(config.getString(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG));
		this.encrypted = protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL;
		for (String address : this.addresses) {
			if (!isAddress(address)) {
				throw new ConfigException(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address,
						"An address must be like host:9092");
			}
		}
	}

	private static boolean isAddress(String address) {
		try {
			Integer port = Utils.getPort(address);
			return StringUtils.hasText(Utils.getHost(address)) && port != null && port >= 1 && port <= 65_535;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

	/**
	 * Requires that a broker answers at one of the addresses. Takes at most 3 s for each,
	 * of which the first IP address is asked.
	 * @throws KafkaUnreachableException if none does, with the reason for each
	 */
	public void requireReachable() {
		List<String> reasons = new ArrayList<>();
		for (String address : this.addresses) {
			String reason = obstacle(address);
			if (reason == null) {
				return;
			}
			reasons.add(address + " " + reason);
		}
		throw new KafkaUnreachableException(String.join("; ", reasons));
	}

	/**
	 * Returns what is wrong at an address, after that address; null if nothing is.
	 */
	private @Nullable String obstacle(String address) {
		try (Socket socket = new Socket()) {
			InetAddress host = InetAddress.getByName(Utils.getHost(address));
			socket.connect(new InetSocketAddress(host, Utils.getPort(address)), (int) CONNECT_TIMEOUT.toMillis());
			socket.setSoTimeout((int) ANSWER_TIMEOUT.toMillis());
			return (this.encrypted || ApiVersionsProbe.answers(socket)) ? null
					: "does not speak Kafka's protocol without TLS";
		}
		catch (UnknownHostException ex) {
			return "does not resolve";
		}
		catch (SocketTimeoutException ex) {
			return "does not answer";
		}
		catch (IOException ex) {
			return "cannot be connected to: " + ex.getMessage();
		}
	}

	/**
	 * Returns the addresses as they are configured.
	 */
	@Override
	public String toString() {
		return String.join(",", this.addresses);
	}

}
