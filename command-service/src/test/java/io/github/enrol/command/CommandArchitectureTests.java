/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.time.Instant;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Each rule fails if its package is empty (ArchUnit's {@code failOnEmptyShould}).
 */
@AnalyzeClasses(packages = "io.github.enrol.command", importOptions = ImportOption.DoNotIncludeTests.class)
class CommandArchitectureTests {

	@ArchTest
	static final ArchRule decisionsDependOnNeitherKafkaNorHttpNorSpring = classes().that()
		.resideInAPackage("..command.registration")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("..command.registration", "io.github.enrol.events", "java..", "org.jspecify..",
				"com.fasterxml.jackson.annotation");

	@ArchTest
	static final ArchRule decisionsUseNoClockNoRandomnessAndNoEnvironment = noClasses().that()
		.resideInAPackage("..command.registration")
		.should()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(System.class, "nanoTime")
		.orShould()
		.callMethod(System.class, "getenv", String.class)
		.orShould()
		.callMethod(System.class, "getProperty", String.class)
		.orShould()
		.dependOnClassesThat()
		.haveNameMatching(
				"java\\.util\\.(Random|UUID|SplittableRandom|concurrent\\.ThreadLocalRandom)|java\\.time\\.Clock|java\\.security\\.SecureRandom");

	@ArchTest
	static final ArchRule actorsAndGatewayDoNotDependOnHttp = noClasses().that()
		.resideInAnyPackage("..command.registration.streams", "..command.registration.gateway")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("..command.registration.web", "..command.registration.imports", "org.springframework.web..",
				"org.springframework.http..", "jakarta.servlet..");

	@ArchTest
	static final ArchRule theGatewayDoesNotDependOnTheTopology = noClasses().that()
		.resideInAnyPackage("..command.registration.gateway", "..command.registration.web",
				"..command.registration.imports")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("..command.registration.streams");

	@ArchTest
	static final ArchRule webDoesNotDependOnKafka = noClasses().that()
		.resideInAnyPackage("..command.registration.web", "..command.registration.imports")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

	@ArchTest
	static final ArchRule singleRegistrationsDoNotDependOnImports = noClasses().that()
		.resideInAPackage("..command.registration.web")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("..command.registration.imports");

}
