/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaEdgeAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, KafkaEdgeAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "bootstrap-servers, kafka, bootstrap.servers", "producer.acks, some, acks",
			"consumer.auto-offset-reset, now, auto.offset.reset", "security.protocol, TLS, security.protocol",
			"admin.properties.retries, many, retries" })
	void aWrongPropertyIsRefusedInWords(String property, String value, String name) {
		this.runner.withPropertyValues("spring.kafka." + property + "=" + value).run((context) -> {
			assertThat(context).getFailure().hasRootCauseInstanceOf(ConfigException.class);
			FailureAnalysis analysis = new KafkaConfigurationFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(name).contains(value).doesNotContain("\n");
		});
	}

	@Test
	void aNameThatDoesNotResolveYetIsNotRefused() {
		this.runner.withPropertyValues("spring.kafka.bootstrap-servers=kafka.invalid:9092")
			.run((context) -> assertThat(context).hasSingleBean(BootstrapServers.class));
	}

}
