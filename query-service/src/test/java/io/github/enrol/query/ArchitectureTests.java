/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import org.springframework.data.repository.Repository;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * A rule that matches no class fails, so no rule outlives its package.
 */
@AnalyzeClasses(packages = "io.github.enrol.query", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule readingNeedsNoKafka = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

	@ArchTest
	static final ArchRule readModelDoesNotDependOnHttp = noClasses().that()
		.resideInAPackage("..query.readmodel")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("..query.web", "jakarta.servlet..", "org.springframework.web..");

	@ArchTest
	static final ArchRule webDoesNotDependOnSql = noClasses().that()
		.resideInAPackage("..query.web")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.springframework.data..");

	@ArchTest
	static final ArchRule controllersAreInWeb = classes().that()
		.areAnnotatedWith(RestController.class)
		.or()
		.areAnnotatedWith(RestControllerAdvice.class)
		.should()
		.resideInAPackage("..query.web")
		.andShould()
		.bePackagePrivate();

	@ArchTest
	static final ArchRule repositoriesAreInTheReadModel = classes().that()
		.areAssignableTo(Repository.class)
		.should()
		.resideInAPackage("..query.readmodel");

}
