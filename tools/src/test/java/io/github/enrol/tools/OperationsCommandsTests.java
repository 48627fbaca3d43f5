/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The commands of docs/operations.md are those that there are;
 * {@link ToolsIntegrationTests} runs each.
 */
class OperationsCommandsTests {

	private static final Pattern COMMAND = Pattern.compile("java -jar tools/target/enrol-tools\\.jar (.*)");

	private final CommandLine tools = new ToolsApplication(System.out, System.err).commandLine();

	@Test
	void eachIsUnderstoodAndEachIsDocumented() throws IOException {
		List<String> documented = COMMAND.matcher(Files.readString(Path.of("../docs/operations.md")))
			.results()
			.map((command) -> command.group(1))
			.toList();
		assertThat(documented).map((command) -> command.split(" ")[0])
			.containsOnlyOnceElementsOf(List.of("topics", "dead-letters", "consume", "skip"))
			.contains("replay", "events", "restore-registrations")
			.isSubsetOf(this.tools.getSubcommands().keySet());
		assertThat(documented).allSatisfy(
				(command) -> assertThatNoException().isThrownBy(() -> this.tools.parseArgs(command.split(" "))));
	}

}
