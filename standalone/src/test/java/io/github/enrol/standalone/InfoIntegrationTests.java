/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the services say about their build and their topics.
 */
class InfoIntegrationTests {

	private static final Path ROOT = Path.of("..");

	@RegisterExtension
	static final RunningStandalone standalone = new RunningStandalone();

	@Test
	void eachServiceNamesItsVersionAndCommit() throws Exception {
		Matcher version = Pattern.compile("<artifactId>enrol</artifactId>\\s*<version>([^<]+)<")
			.matcher(Files.readString(ROOT.resolve("pom.xml")));
		assertThat(version.find()).isTrue();
		for (URI service : List.of(standalone.services().commandService(), standalone.services().projectorService(),
				standalone.services().queryService())) {
			JsonNode info = info(service);
			assertThat(info.at("/build/version").asString()).isEqualTo(version.group(1));
			assertThat(info.at("/build/time").isMissingNode()).as("the same sources give the same jars").isTrue();
			// An archive of the sources has no commit.
			if (Files.exists(ROOT.resolve(".git"))) {
				assertThat(info.at("/git/commit/id").asString()).hasSizeGreaterThanOrEqualTo(7).isSubstringOf(head());
			}
		}
	}

	@Test
	void theServicesOnKafkaNameTheirTopics() throws Exception {
		// None while Kafka takes long to answer.
		await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			JsonNode command = info(standalone.services().commandService()).at("/topics");
			assertThat(command.propertyNames()).containsExactly("command-service-registrations-changelog",
					"user-commands", "user-commands.dlt", "user-events", "user-replies");
			assertThat(command).allSatisfy((topic) -> assertThat(topic.at("/partitions").asInt()).isEqualTo(4));
			JsonNode projector = info(standalone.services().projectorService()).at("/topics");
			assertThat(projector.propertyNames()).containsExactly("user-events", "user-events.dlt");
			assertThat(projector.at("/user-events/partitions").asInt()).isEqualTo(4);
			assertThat(projector.at("/user-events.dlt/partitions").asInt()).isEqualTo(1);
		});
		assertThat(info(standalone.services().queryService()).has("topics")).isFalse();
	}

	private static JsonNode info(URI service) throws Exception {
		return new JsonMapper().readTree(HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(service.resolve("/actuator/info")).build(), BodyHandlers.ofString())
			.body());
	}

	private static String head() throws IOException {
		Process git = new ProcessBuilder("git", "rev-parse", "HEAD").directory(ROOT.toFile()).start();
		return new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
	}

}
