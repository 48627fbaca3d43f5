/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector;

import java.time.Instant;
import java.time.LocalDateTime;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.kafka.clients.consumer.Consumer;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.github.enrol.projector", importOptions = ImportOption.DoNotIncludeTests.class)
class ProjectorArchitectureTests {

	@ArchTest
	static final ArchRule progressIsKeptOnlyInTheDatabase = noClasses().should()
		.callMethodWhere(new DescribedPredicate<JavaMethodCall>("an offset is committed to Kafka") {
			@Override
			public boolean test(JavaMethodCall call) {
				MethodCallTarget target = call.getTarget();
				return target.getOwner().isAssignableTo(Consumer.class) && target.getName().startsWith("commit");
			}
		});

	@ArchTest
	static final ArchRule theProjectionDependsOnNeitherRebuildsNorDeadLetters = noClasses().that()
		.resideInAPackage("..projector.projection")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("..projector.rebuild", "..projector.deadletters");

	@ArchTest
	static final ArchRule rebuildsAndDeadLettersAreIndependent = slices().matching("..projector.(*)..")
		.should()
		.notDependOnEachOther()
		.ignoreDependency(alwaysTrue(), resideInAPackage("..projector.projection"));

	@ArchTest
	static final ArchRule eventsAreParsedWithoutKafkaOrTheDatabase = classes().that()
		.haveSimpleName("Batch")
		.or()
		.haveSimpleName("UserRow")
		.should()
		.onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", "io.github.enrol.events")
			.or(nameMatching(
					"io\\.github\\.enrol\\.projector\\.projection\\.(Batch|UserRow|UserChange|ErasedUser|Rejected|ProjectionCursor\\$Move)"))
			.or(nameMatching("org\\.apache\\.kafka\\..*\\.(ConsumerRecord|Headers|SerializationException)")));

	@ArchTest
	static final ArchRule theProjectionDoesNotDependOnHttp = noClasses().that()
		.resideInAPackage("..projector.projection")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..");

	@ArchTest
	static final ArchRule eventTimeIsNeverReplacedByTheTimeOfProjection = noClasses().should()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethod(LocalDateTime.class, "now");

}
