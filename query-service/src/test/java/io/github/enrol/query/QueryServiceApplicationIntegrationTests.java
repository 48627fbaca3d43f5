/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Starts without a database, as the service must.
 */
@ExtendWith(OutputCaptureExtension.class)
class QueryServiceApplicationIntegrationTests {

	@Test
	void packagedConfigurationIsFoundByItsOwnName() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getEnvironment().getProperty("spring.application.name")).isEqualTo("query-service");
			assertThat(context.getEnvironment().getProperty("spring.datasource.hikari.pool-name"))
				.isEqualTo("read-model");
			assertThat(context.getBean(QueryProperties.class).consistencyWait()).isEqualTo(Duration.ofSeconds(2));
		}
	}

	@ParameterizedTest
	@CsvSource({ "application.properties", "query-service.properties" })
	void externalFileOverridesIt(String name, @TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve(name),
				"query.consistency-wait=3s\nspring.datasource.hikari.pool-name=other\n");
		try (ConfigurableApplicationContext context = run("--spring.config.additional-location=" + directory + "/")) {
			assertThat(context.getBean(QueryProperties.class).consistencyWait()).isEqualTo(Duration.ofSeconds(3));
			assertThat(context.getEnvironment().getProperty("spring.datasource.hikari.pool-name")).isEqualTo("other");
			assertThat(context.getEnvironment().getProperty("spring.application.name")).isEqualTo("query-service");
		}
	}

	@ParameterizedTest
	@CsvSource({ "command-service-url, /relative", "command-service-url, mailto:a@example.com", "consistency-wait, 0s",
			"consistency-wait, 21s", "consistency-poll-interval, 0ms", "consistency-poll-interval, 2s",
			"max-waiting, 0" })
	void invalidValuePreventsTheStart(String name, String value, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--query." + name + "=" + value).close());
		assertThat(output).contains("query." + name, "It must be");
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--server.port=0");
		return QueryServiceApplication.application().run(all.toArray(String[]::new));
	}

}
