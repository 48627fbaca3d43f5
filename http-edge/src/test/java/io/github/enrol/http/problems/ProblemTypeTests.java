/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemTypeTests {

	private static final Path DOCUMENTATION = Path.of("../docs/problems.md");

	@ParameterizedTest
	@EnumSource
	void eachIsDescribedWithItsStatus(ProblemType type) throws IOException {
		String name = type.uri().getPath().substring("/problems/".length());
		List<String> lines = Files.readAllLines(DOCUMENTATION);
		int heading = lines.indexOf("## " + name);
		assertThat(heading).as("heading of " + name).isNotNegative();
		String status = (type != ProblemType.HTTP_ERROR) ? Integer.toString(type.status().value()) : "any other";
		assertThat(lines.subList(heading, heading + 3)).contains("`" + type.uri() + "`, status " + status);
	}

	@Test
	void nothingElseIsDescribed() throws IOException {
		assertThat(Files.readAllLines(DOCUMENTATION).stream().filter((line) -> line.startsWith("## ")))
			.hasSize(ProblemType.values().length);
	}

	@Test
	void urisAreUnique() {
		assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::uri)).doesNotHaveDuplicates();
	}

}
