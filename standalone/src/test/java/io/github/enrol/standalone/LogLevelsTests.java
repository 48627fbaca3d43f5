/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a service keeps out of its log, such as rows and records in messages of libraries,
 * is not in that of the standalone either, which has its own configuration.
 */
class LogLevelsTests {

	private static final String LEVEL = "logging.level.";

	@ParameterizedTest
	@ValueSource(strings = { "command-service", "projector-service", "query-service" })
	void theStandaloneLogsNoMoreThanAService(String service) throws Exception {
		LoggerContext standalone = new LoggerContext();
		JoranConfigurator configurator = new JoranConfigurator();
		configurator.setContext(standalone);
		configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(
				new FileSystemResource(Path.of("..", service, "src/main/resources", service + ".yml").toFile()));
		Map<String, Level> levels = new TreeMap<>();
		yaml.getObject().forEach((name, value) -> {
			if (name.toString().startsWith(LEVEL)) {
				levels.put(name.toString().substring(LEVEL.length()), Level.valueOf(value.toString()));
			}
		});
		assertThat(levels).isNotEmpty()
			.allSatisfy((name, level) -> assertThat(standalone.getLogger(name).getEffectiveLevel().toInt()).as(name)
				.isGreaterThanOrEqualTo(level.toInt()));
		standalone.stop();
	}

}
