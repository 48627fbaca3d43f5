/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every command of the documents is run: typed by {@link DocumentsIntegrationTests}, or
 * by something that {@link RunElsewhere} names.
 */
class RunElsewhereTests {

	private static final List<Document> DOCUMENTS = Document.all();

	private static final List<String> COMMANDS = DOCUMENTS.stream()
		.flatMap((document) -> document.otherCommands().stream())
		.toList();

	@Test
	void everyCommandIsRunSomewhere() {
		assertThat(COMMANDS).hasSizeGreaterThan(10)
			.allMatch((command) -> RunElsewhere.ALL.stream().anyMatch((place) -> command.matches(place.command())));
	}

	@Test
	void everyPlaceRunsACommandThatIsDocumented() {
		assertThat(RunElsewhere.ALL)
			.allMatch((place) -> COMMANDS.stream().anyMatch((command) -> command.matches(place.command())))
			.allSatisfy(
					(place) -> assertThat(Document.ROOT.resolve(place.file())).content().contains(place.evidence()));
	}

	@Test
	void whatCommandsNameExists() throws IOException {
		List<String> profiles = words("(?:-P) (\\S+)");
		String poms = Files.readString(Document.ROOT.resolve("pom.xml"));
		assertThat(profiles).isNotEmpty()
			.allSatisfy((profile) -> assertThat(poms).contains("<id>" + profile + "</id>"));
		assertThat(words("-pl (\\S+)").stream().flatMap((modules) -> Stream.of(modules.split(",")))).isNotEmpty()
			.allSatisfy((module) -> assertThat(Document.ROOT.resolve(module).resolve("pom.xml")).exists());
		assertThat(words("^(?:\\./)?([\\w./-]+)").stream().filter((file) -> file.matches(".+/.+|.*\\.sh|mvnw")))
			.isNotEmpty()
			.allSatisfy((file) -> assertThat(Document.ROOT.resolve(file)).isExecutable());
		List<String> tests = DOCUMENTS.stream()
			.flatMap((document) -> document.lines().stream())
			.flatMap((line) -> words(line, "-D(?:it\\.)?test='?([\\w,]+)"))
			.flatMap((names) -> Stream.of(names.split(",")))
			.filter((name) -> name.endsWith("Tests"))
			.toList();
		try (Stream<Path> files = Files.walk(Document.ROOT)) {
			List<String> sources = files.map((file) -> file.getFileName().toString()).toList();
			assertThat(tests).isNotEmpty().allSatisfy((test) -> assertThat(sources).contains(test + ".java"));
		}
	}

	private static List<String> words(String pattern) {
		return COMMANDS.stream().flatMap((command) -> words(command, pattern)).toList();
	}

	private static Stream<String> words(String text, String pattern) {
		return Pattern.compile(pattern).matcher(text).results().map((match) -> match.group(1));
	}

}
