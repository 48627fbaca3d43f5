/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import java.net.IDN;
import java.text.Normalizer;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "io.github.enrol.events", importOptions = ImportOption.DoNotIncludeTests.class)
class ContractArchitectureTests {

	@ArchTest
	static final ArchRule theContractDoesNotDependOnSpring = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "jakarta..");

	/**
	 * Instances on Java 17 and on Java 25 must agree on the key of an address, although
	 * their Unicode versions differ.
	 */
	@ArchTest
	static final ArchRule unicodePropertiesComeFromIcuAndNotFromJava = noClasses().should()
		.dependOnClassesThat()
		.belongToAnyOf(IDN.class, Normalizer.class)
		.orShould()
		.callMethodWhere(target(nameMatching("getType|is(Letter|Digit|LetterOrDigit|White[sS]pace|SpaceChar|"
				+ "UpperCase|LowerCase|TitleCase|Alphabetic|Ideographic|Defined|Mirrored)|to(Upper|Lower|Title)Case"))
			.and(target(owner(type(Character.class)))))
		.orShould()
		.callMethodWhere(
				target(nameMatching("strip.*|trim|isBlank|.*IgnoreCase")).and(target(owner(type(String.class)))));

}
