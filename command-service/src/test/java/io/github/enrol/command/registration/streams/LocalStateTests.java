/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LocalStateTests {

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

	@TempDir
	private Path directory;

	@Test
	void noStateIsNotOld() {
		assertThat(LocalState.isOlderThan(NOON, this.directory.resolve("nothing"))).isFalse();
		assertThat(LocalState.isOlderThan(NOON, this.directory)).isFalse();
	}

	@Test
	void stateIsAsOldAsTheOldestOfItsPartitions() throws IOException {
		checkpoint("0_0", NOON.plusSeconds(1));
		assertThat(LocalState.isOlderThan(NOON, this.directory)).isFalse();
		checkpoint("0_1", NOON.minusSeconds(1));
		assertThat(LocalState.isOlderThan(NOON, this.directory)).isTrue();
	}

	@Test
	void stateIsOfTheChangelogThatIsWrittenBesideIt() throws IOException {
		Path id = this.directory.resolve("id");
		assertThat(LocalState.isOfAnother("b", this.directory, id)).isFalse();
		checkpoint("0_0", NOON);
		assertThat(LocalState.isOfAnother("b", this.directory, id)).isTrue();
		Files.writeString(id, "a");
		assertThat(LocalState.isOfAnother("b", this.directory, id)).isTrue();
		assertThat(LocalState.isOfAnother(null, this.directory, id)).isTrue();
		assertThat(LocalState.isOfAnother("a", this.directory, id)).isFalse();
	}

	private void checkpoint(String task, Instant time) throws IOException {
		Path file = Files.createDirectories(this.directory.resolve(task)).resolve(".checkpoint");
		Files.setLastModifiedTime(Files.createFile(file), FileTime.from(time));
	}

}
