/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.github.enrol.benchmarks.Results.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	@TempDir
	private Path directory;

	@Test
	void writesEveryNumberAndAPageThatNeedsNothingElse() throws IOException {
		Results results = new Results("test");
		results.add("64 connections", "Enrol", 1, Map.of("p99 ms", 20.0));
		results.add("64 connections", "<peer>", 1, Map.of("p99 ms", 10.0));
		results.target("p99", Optional.of(new Spread(20, 20, 20)), Limit.AT_MOST, 15);
		new Report(results, Map.of("cores", "2")).write(this.directory);
		assertThat(Files.readAllLines(this.directory.resolve("test.csv"))).containsExactly(
				"scenario,contender,metric,round,value", "\"64 connections\",\"Enrol\",\"p99 ms\",1,20.0000",
				"\"64 connections\",\"<peer>\",\"p99 ms\",1,10.0000");
		assertThat(Files.readString(this.directory.resolve("test.html"))).contains("<svg", "cores 2", "&lt;peer&gt;")
			.contains("2.00 (2.00–2.00)", "<li class=\"missed\">")
			.doesNotContain("<peer>", "src=", "href=");
	}

	@Test
	void drawsThePictureOfTheScenarioThatIsShown() {
		Results results = new Results("test");
		results.show("256 connections");
		new Report(results, Map.of()).write(this.directory);
		assertThat(this.directory.resolve("test.svg")).doesNotExist();
		results.add("256 connections", "Enrol", 1, Map.of(Load.RATE, 9000.0, Load.P99, 20.0));
		results.show("256 connections");
		new Report(results, Map.of("cores", "2")).write(this.directory);
		assertThat(this.directory.resolve("test.svg")).content().contains("Enrol", "9,000", "2 cores");
	}

}
