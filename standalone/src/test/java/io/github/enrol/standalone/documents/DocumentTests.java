/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.documents;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentTests {

	private static final String ADA = "01M858ACJDZP7K9CW56TQA0HPP";

	private static final String OTHER = "01M858ACJDZP7K9CW56TQA0HPQ";

	private final Placeholders placeholders = new Placeholders();

	@Test
	void aTextStandsForItselfOnly() {
		assertThat(this.placeholders.matches("a (b) $1", "a (b) $1")).isTrue();
		assertThat(this.placeholders.matches("a", "b")).isFalse();
		assertThat(this.placeholders.matches("a", "a\nb")).isFalse();
	}

	@Test
	void anIdStandsForTheFirstThatIsSeen() {
		assertThat(this.placeholders.matches(ADA + " " + ADA, ADA + " " + OTHER)).isFalse();
		assertThat(this.placeholders.matches(ADA + " " + ADA, OTHER + " " + OTHER)).isTrue();
		assertThat(this.placeholders.matches(ADA, ADA)).isFalse();
		assertThat(this.placeholders.matches(ADA, OTHER)).isTrue();
		assertThat(this.placeholders.resolve("curl /" + ADA)).isEqualTo("curl /" + OTHER);
	}

	@Test
	void whatDoesNotMatchBindsNothing() {
		assertThat(this.placeholders.matches(ADA + " a", OTHER + " b")).isFalse();
		assertThat(this.placeholders.resolve(ADA)).isEqualTo(ADA);
	}

	@Test
	void addressesAreThoseOfTheRun() {
		this.placeholders.bind("127.0.0.1:8081", "127.0.0.1:23456");
		assertThat(this.placeholders.resolve("curl 127.0.0.1:8081/a?at=MQ")).isEqualTo("curl 127.0.0.1:23456/a?at=MQ");
		assertThat(this.placeholders.matches("127.0.0.1:8081", "127.0.0.1:8081")).isFalse();
		assertThat(this.placeholders.matches("127.0.0.1:8081", "127.0.0.1:23456")).isTrue();
		assertThat(this.placeholders.restoreAddresses("at 127.0.0.1:23456.")).isEqualTo("at 127.0.0.1:8081.");
	}

	@Test
	void aTimeStandsForAnyTimeAndNothingElse() {
		String documented = "2026-11-23T22:27:11.053Z, Mon, 23 Nov 2026 22:27:11 GMT,  3.1 s";
		assertThat(
				this.placeholders.matches(documented, "2027-01-01T00:00:00.000Z, Fri, 01 Jan 2027 00:00:00 GMT, 12 ms"))
			.isTrue();
		assertThat(this.placeholders.matches(documented, documented.replace(".053Z", "Z"))).isFalse();
	}

	@Test
	void anEllipsisStandsForAnythingInItsLineOrForLines() {
		assertThat(this.placeholders.matches("a…c", "abc")).isTrue();
		assertThat(this.placeholders.matches("a…c", "a\nc")).isFalse();
		assertThat(this.placeholders.matches("a\n…\nc", "a\nb\nb\nc")).isTrue();
		assertThat(this.placeholders.matches("a\n…", "a\nb\nb")).isTrue();
		assertThat(this.placeholders.matches("a\n…\nc", "a\nb")).isFalse();
	}

	@Test
	void aDocumentHasStepsAndOtherCommands() {
		Document document = Document.parse(Path.of("a.md"),
				List.of("Run `./mvnw verify` or `./import.sh", "--help`:", "", "    curl a", "    docker compose \\",
						"        up", "", "- in a list:", "", "  ```", "  $ cat <<'E'", "  > b", "  > E", "  b", "",
						"  $ tail -f c", "  d", "  ^C", "  ```", "", "```json", "{}", "```", "`import.sh`"));
		assertThat(document.otherCommands()).containsExactly("curl a", "docker compose up", "./mvnw verify",
				"./import.sh --help");
		assertThat(document.steps()).containsExactly(new Step(10, 15, "cat <<'E'\nb\nE", List.of("b", "")),
				new Step(15, 18, "tail -f c", List.of("d", "^C")));
		assertThat(document.steps().get(0).expected()).isEqualTo("b");
		assertThat(document.steps().get(1).expected()).isEqualTo("d");
		assertThat(document.steps().get(1).isInterrupted()).isTrue();
	}

}
