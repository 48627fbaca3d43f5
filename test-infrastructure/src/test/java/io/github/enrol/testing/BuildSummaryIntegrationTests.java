/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The summary of reports such as Surefire and Failsafe write them.
 */
class BuildSummaryIntegrationTests {

	private static final Instant START = Instant.parse("2026-11-26T01:00:00Z");

	@TempDir
	Path project;

	@Test
	void countsWhatThisBuildHasRunAndNamesWhatItHasNot() throws Exception {
		source("a", "ATests");
		source("a", "EarlierTests");
		source("b", "BIntegrationTests");
		source("b", "LongIntegrationTests");
		source("b", "Support");
		report("a", "surefire", "x.y.ATests", "tests=\"4\" errors=\"0\" skipped=\"1\" failures=\"0\"", "");
		report("a", "surefire", "x.y.ATests$Nested", "tests=\"2\" errors=\"1\" skipped=\"0\" failures=\"1\"", "");
		report("b", "failsafe", "x.y.BIntegrationTests", "tests=\"1\" errors=\"0\" skipped=\"0\" failures=\"0\"",
				"before\nIntegration tests use a broker\nafter",
				"<flakyFailure type=\"x.y.Failure\"><stackTrace>at</stackTrace></flakyFailure>");
		Files.setLastModifiedTime(report("a", "surefire", "x.y.EarlierTests",
				"tests=\"9\" errors=\"0\" skipped=\"0\" failures=\"0\"", ""), FileTime.from(START.minusSeconds(1)));
		assertThat(BuildSummary.of(this.project, START, START.plusSeconds(75))).isEqualToNormalizingNewlines("""

				  Tests    7 in 2 classes: 2 failed, 1 skipped; 1 min 15 s since the build began
				  On       JDK 17.0.1, Linux amd64
				  With     a broker
				  Flaky    BIntegrationTests.a: x.y.Failure
				  Not run  a: EarlierTests
				           b: LongIntegrationTests

				""");
	}

	private void source(String module, String name) throws Exception {
		Files.createFile(
				Files.createDirectories(this.project.resolve(module + "/src/test/java/x/y")).resolve(name + ".java"));
	}

	private Path report(String module, String plugin, String name, String counts, String output) throws Exception {
		return report(module, plugin, name, counts, output, "");
	}

	private Path report(String module, String plugin, String name, String counts, String output, String flaky)
			throws Exception {
		return Files.writeString(
				Files.createDirectories(this.project.resolve(module + "/target/" + plugin + "-reports"))
					.resolve("TEST-" + name + ".xml"),
				"""
						<testsuite name="%1$s" %2$s><properties><property name="java.version" value="17.0.1"/>
						<property name="os.name" value="Linux"/><property name="os.arch" value="amd64"/></properties>
						<testcase name="a" classname="%1$s">%4$s<system-out><![CDATA[%3$s]]></system-out></testcase></testsuite>
						"""
					.formatted(name, counts, output, flaky));
	}

}
