/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.github.enrol.embedded.Ports;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BootstrapServersIntegrationTests {

	/** RFC 6761: never resolves. */
	private static final String NOWHERE = "kafka.invalid:9092";

	@Test
	void oneBrokerIsEnough() {
		try (TestKafka kafka = Backends.newKafka()) {
			assertThatNoException().isThrownBy(servers(NOWHERE + "," + kafka.bootstrapServers())::requireReachable);
		}
	}

	@Test
	void everyAddressHasItsReason() {
		String closed = "127.0.0.1:" + Ports.free();
		assertUnreachable(NOWHERE + "," + closed,
				NOWHERE + " does not resolve; " + closed + " cannot be connected to: Connection refused");
	}

	/** Kafka's own client would need 352 MB to 1.2 GB for these. */
	@ParameterizedTest
	@ValueSource(strings = { "\u0015\u0003\u0003\u0000\u0002\u0002\u0046", "HTTP/1.1 400 Bad Request\r\n\r\n", "",
			"\u0000\u0000\u0000\u0000", "\u0000\u0000\u0000\u0008\u0000\u0000\u0000\u0000",
			"\u00ff\u00ff\u00ff\u00ff" })
	void anotherProtocolIsRecognised(String answer) throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			String address = "127.0.0.1:" + server.getLocalPort();
			Thread thread = new Thread(() -> answer(server, answer));
			thread.start();
			assertUnreachable(address, address + " does not speak Kafka's protocol without TLS");
		}
	}

	@Test
	void aServerThatSaysNothingIsNotWaitedForLong() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			String address = "127.0.0.1:" + server.getLocalPort();
			assertUnreachable(address, address + " does not answer");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "kafka", "kafka:", ":9092", "kafka:x", "kafka 9092", "kafka:0", "kafka:65536",
			"kafka:99999999999", "kafka:9092,other" })
	void anAddressWithoutHostOrPortIsRefused(String addresses) {
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> servers(addresses))
			.withMessageContaining("bootstrap.servers");
	}

	/** This is where a new version of Kafka shows whether it still says so. */
	@Test
	void aNameThatDoesNotResolveIsNoMisconfiguration() {
		assertThatThrownBy(() -> Admin.create(Map.<String, Object>of("bootstrap.servers", NOWHERE)))
			.satisfies((failure) -> assertThat(KafkaFailures.isMisconfiguration(failure)).isFalse());
		assertThatThrownBy(() -> Admin.create(Map.<String, Object>of("bootstrap.servers", "kafka")))
			.satisfies((failure) -> assertThat(KafkaFailures.isMisconfiguration(failure)).isTrue());
	}

	private static BootstrapServers servers(String addresses) {
		return new BootstrapServers(Map.of("bootstrap.servers", addresses));
	}

	private static void assertUnreachable(String addresses, String reason) {
		assertThatExceptionOfType(KafkaUnreachableException.class).isThrownBy(servers(addresses)::requireReachable)
			.withMessage(reason);
	}

	private static void answer(ServerSocket server, String answer) {
		try (Socket client = server.accept()) {
			client.getInputStream().readNBytes(14);
			client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
