/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.enrol.command.registration.streams.StateRecords;
import io.github.enrol.kafka.topics.TopicSpec;
import io.github.enrol.testing.TestTopics;
import io.github.enrol.testing.kubernetes.KafkaRight;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without any one of the rights in docs/security.md a service does not begin: it is alive
 * and not ready, names that right in one line, and works as soon as it has it. A service
 * that has not begun tries every second as at its start, so one is enough for all rights.
 */
@Tag("own-servers")
@ExtendWith(OutputCaptureExtension.class)
class MissingKafkaRightsIntegrationTests {

	private static final ConditionFactory await = Awaitility.await().atMost(Duration.ofSeconds(60));

	@TempDir
	private static Path directory;

	private static SecuredPipeline pipeline;

	private static int users;

	@BeforeAll
	static void start() throws Exception {
		pipeline = new SecuredPipeline(directory.resolve("shared"));
	}

	@AfterAll
	static void stop() {
		pipeline.close();
	}

	@TestFactory
	Stream<DynamicTest> theCommandServiceNeeds(CapturedOutput output) throws Exception {
		TopicSpec changelog = TopicSpec.changelog(StateRecords.topic("command-service"), (short) 1, Duration.ofDays(7),
				Duration.ofDays(7));
		TestTopics.create(pipeline.kafka().admin(), changelog.newTopic(SecuredPipeline.PARTITIONS));
		pipeline.kafka().revoke();
		ConfigurableApplicationContext service = pipeline.startCommandService();
		Stream<DynamicTest> needed = rightsOf("command-service")
			.filter((right) -> !right.isOptional() && !right.operation().equals("Create"))
			.map((right) -> DynamicTest.dynamicTest(right.toString(), () -> assertNeeded(right, service, output)));
		Stream<DynamicTest> optional = rightsOf("command-service").filter(KafkaRight::isOptional)
			.map((right) -> DynamicTest.dynamicTest(right + " it works", () -> {
				pipeline.kafka().grantAllBut(right);
				awaitWorking(pipeline, service);
			}));
		return Stream.concat(needed, optional).onClose(service::close);
	}

	@TestFactory
	Stream<DynamicTest> theProjectorServiceNeeds(CapturedOutput output) throws Exception {
		pipeline.kafka().revoke();
		ConfigurableApplicationContext service = pipeline.startProjectorService();
		Stream<DynamicTest> needed = rightsOf("projector-service")
			.map((right) -> DynamicTest.dynamicTest(right.toString(), () -> assertNeeded(right, service, output)));
		return Stream.concat(needed, Stream.of(DynamicTest.dynamicTest("with all it works", () -> {
			pipeline.kafka().grant(KafkaRight.all());
			pipeline.awaitReady(service);
			assertThat(pipeline.get(service, "/actuator/deadletters").statusCode()).isEqualTo(200);
			assertThat(output).doesNotContain("\tat ");
		}))).onClose(service::close);
	}

	private static void assertNeeded(KafkaRight right, ConfigurableApplicationContext service, CapturedOutput output)
			throws Exception {
		int before = output.length();
		pipeline.kafka().grantAllBut(right);
		awaitNamed(right, before, output);
		assertNotReady(pipeline, service);
	}

	@Test
	void theCommandServiceNeedsToCreateTheChangelogAndToWriteLater(CapturedOutput output) throws Exception {
		KafkaRight create = right("Create", "command-service-registrations-changelog");
		KafkaRight write = right("Write", "user-commands");
		try (SecuredPipeline own = new SecuredPipeline(directory.resolve("own"))) {
			own.kafka().grantAllBut(create);
			try (ConfigurableApplicationContext service = own.startCommandService()) {
				awaitNamed(create, 0, output);
				assertNotReady(own, service);
				own.kafka().grant(List.of(create));
				awaitWorking(own, service);
				int before = output.length();
				own.kafka().grantAllBut(write);
				awaitNamed(write, before, output);
				await.untilAsserted(() -> assertNotReady(own, service));
				own.kafka().grant(List.of(write));
				awaitWorking(own, service);
			}
		}
	}

	private static Stream<KafkaRight> rightsOf(String account) {
		return KafkaRight.all().stream().filter((right) -> right.account().equals(account));
	}

	private static KafkaRight right(String operation, String resource) {
		return rightsOf("command-service")
			.filter((right) -> right.operation().equals(operation) && right.resource().equals(resource))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * In a line that names no other resource.
	 */
	private static void awaitNamed(KafkaRight right, int before, CapturedOutput output) {
		Pattern line = Pattern.compile(": \\w*AuthorizationException:? this account lacks (\\w+, )*" + right.operation()
				+ "(, \\w+)* of " + Pattern.quote(right.resourceWithType()) + "$");
		await.untilAsserted(() -> assertThat(output.toString().substring(before).lines()).as("%s", right)
			.anyMatch((text) -> line.matcher(text).find()));
	}

	private static void assertNotReady(SecuredPipeline pipeline, ConfigurableApplicationContext service)
			throws Exception {
		assertThat(pipeline.health(service, "readiness")).isEqualTo(503);
		assertThat(pipeline.health(service, "liveness")).isEqualTo(200);
		assertThat(pipeline.get(service, "/status").body()).contains("\"status\":\"OUT_OF_SERVICE\"")
			.containsPattern("\"reason\":\"[^\"]*; the service's log says (why|which).\"");
	}

	private static void awaitWorking(SecuredPipeline pipeline, ConfigurableApplicationContext service) {
		pipeline.awaitReady(service);
		await.untilAsserted(
				() -> assertThat(pipeline.register(service, "user" + users++ + "@example.com")).isEqualTo(201));
	}

}
