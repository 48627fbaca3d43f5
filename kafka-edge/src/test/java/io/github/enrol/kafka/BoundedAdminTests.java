/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.enrol.kafka.topics.TopicsInfo;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.info.Info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class BoundedAdminTests {

	/** Far above the 2 s that are meant, and below the minute of Kafka's default. */
	private static final Duration BOUND = Duration.ofSeconds(20);

	@Test
	void aBrokerThatDoesNotAnswerIsLeftInTime() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			TopicsInfo topics = new TopicsInfo(Map.of("bootstrap.servers", "127.0.0.1:" + silent.getLocalPort()),
					List.of("users"));
			Info.Builder info = new Info.Builder();
			assertTimeoutPreemptively(BOUND, () -> topics.contribute(info));
			assertThat(info.build().get("topics")).isEqualTo(Map.of("users", Map.of()));
		}
	}

}
