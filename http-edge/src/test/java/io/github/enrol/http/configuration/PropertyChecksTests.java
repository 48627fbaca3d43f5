package io.github.enrol.http.configuration;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What is shown when a start fails. The ranges of all properties are tested in
 * {@code standalone}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropertyChecksTests {

	@Test
	void aStartFailsWithPropertyValueAndRange(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--tea.brewing-time=11m"));
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START")
			.containsPattern("tea\\.brewing-time.*PT11M.*must be 1s to 10m")
			.doesNotContain("\tat ");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Tea.class)
	static class Application {

	}

	@ConfigurationProperties("tea")
	record Tea(Duration brewingTime) {

		Tea {
			PropertyChecks.requireBetween("tea.brewing-time", brewingTime, "1s", "10m");
		}

	}

}
