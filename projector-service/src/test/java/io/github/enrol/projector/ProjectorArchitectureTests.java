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

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "io.github.enrol.projector", importOptions = ImportOption.DoNotIncludeTests.class)
class ProjectorArchitectureTests {

	@ArchTest
	static final ArchRule progressIsKeptInTheDatabaseAndNowhereElse = noClasses().should()
		.callMethodWhere(new DescribedPredicate<JavaMethodCall>("an offset is committed to Kafka") {
			@Override
			public boolean test(JavaMethodCall call) {
				MethodCallTarget target = call.getTarget();
				return target.getOwner().isAssignableTo(Consumer.class) && target.getName().startsWith("commit");
			}
		});

	@ArchTest
	static final ArchRule eventTimeIsNeverReplacedByTheTimeOfProjection = noClasses().should()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethod(LocalDateTime.class, "now");

}
