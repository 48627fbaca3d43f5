/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.lang.reflect.Executable;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * All modules behave alike on each machine, whatever its language, time zone and charset.
 */
@AnalyzeClasses(packages = "io.github.enrol", importOptions = DoNotIncludeTests.class)
class PlatformDefaultsTests {

	private static final Set<Class<?>> CHOICES = Set.of(Locale.class, Charset.class, ZoneId.class);

	private static final Set<Class<?>> UTF_8_BY_DEFAULT = Set.of(Files.class, BodyHandlers.class, BodyPublishers.class);

	@ArchTest
	static final ArchRule nothingDependsOnTheMachinesLocaleCharsetOrTimeZone = noClasses().should()
		.callCodeUnitWhere(DescribedPredicate.describe("a variant takes a locale, charset or time zone",
				PlatformDefaultsTests::leavesAChoiceToTheMachine));

	private static boolean leavesAChoiceToTheMachine(JavaCall<?> call) {
		CodeUnitCallTarget target = call.getTarget();
		JavaClass owner = target.getOwner();
		if (!owner.getPackageName().startsWith("java.") || UTF_8_BY_DEFAULT.contains(owner.reflect())) {
			return false;
		}
		List<?> given = target.getRawParameterTypes().stream().map(JavaClass::reflect).toList();
		return variants(owner.reflect(), target.getName()).map(Executable::getParameterTypes)
			.anyMatch((variant) -> IntStream.range(0, variant.length)
				.anyMatch((index) -> CHOICES.contains(variant[index]) && without(index, variant).equals(given)));
	}

	private static Stream<? extends Executable> variants(Class<?> owner, String name) {
		return name.equals("<init>") ? Arrays.stream(owner.getConstructors())
				: Arrays.stream(owner.getMethods()).filter((method) -> method.getName().equals(name));
	}

	private static List<?> without(int index, Class<?>[] types) {
		List<Class<?>> others = new ArrayList<>(Arrays.asList(types));
		others.remove(index);
		return others;
	}

}
