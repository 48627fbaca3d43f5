/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.util.List;
import java.util.Properties;

import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an embedded broker does differently on Windows.
 */
class BrokerSettingsTests {

	@Test
	void deletesNothingOnWindows() {
		KafkaConfig windows = config("Windows 11");
		assertThat(windows.getBoolean("log.cleaner.enable")).isFalse();
		assertThat(windows.getLong("log.initial.task.delay.ms")).isGreaterThan(365L * 24 * 60 * 60 * 1000);
		KafkaConfig linux = config("Linux");
		assertThat(linux.getBoolean("log.cleaner.enable")).isTrue();
		assertThat(linux.getLong("log.initial.task.delay.ms")).isLessThan(60_000);
	}

	private static KafkaConfig config(String os) {
		Properties properties = BrokerSettings.ofNode(1, List.of(20_001), new Platform(os, "1", "amd64", true));
		properties.setProperty("listeners", "BROKER://127.0.0.1:20002,CONTROLLER://127.0.0.1:20001");
		properties.setProperty("advertised.listeners", "BROKER://127.0.0.1:20002");
		properties.setProperty("log.dirs", "unused");
		return KafkaConfig.fromProps(properties, false);
	}

}
