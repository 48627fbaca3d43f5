/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.github.enrol.command.registration.imports.StoredImport.Phase;
import io.github.enrol.command.registration.imports.StoredImport.Progress;
import io.github.enrol.command.registration.imports.StoredImport.Request;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is kept in files, how long, and what is read back.
 */
class ImportStoreIntegrationTests {

	private static final Instant NOW = Instant.parse("2026-11-26T01:00:00Z");

	private static final JsonMapper json = JsonMapper.builder()
		.addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
		.build();

	@TempDir
	private Path directory;

	@Test
	void anEndedImportIsKeptForItsRetention() throws IOException {
		ImportStore store = store();
		end(add(store, "a"), NOW);
		end(add(store, "b"), NOW.plusSeconds(1));
		add(store, "c");
		store.expire(NOW.plus(Duration.ofHours(1)));
		assertThat(kept()).containsExactly("a", "b", "c");
		store.expire(NOW.plus(Duration.ofHours(1)).plusMillis(1));
		assertThat(kept()).containsExactly("b", "c");
		store.expire(NOW.plus(Duration.ofDays(400)));
		assertThat(kept()).containsExactly("c");
	}

	@Test
	void theOneThatEndedFirstMakesRoomAndARunningOneStays() throws IOException {
		ImportStore store = store();
		add(store, "running");
		end(add(store, "late"), NOW);
		end(add(store, "early"), NOW.minusSeconds(1));
		end(add(store, "d"), NOW);
		assertThat(kept()).containsExactly("d", "late", "running");
	}

	@Test
	void aNewStoreReadsWhatTheLastOneWrote() throws IOException {
		ImportStore store = store();
		StoredImport failed = add(store, "failed");
		failed.save(new Progress(Phase.RUNNING, 7, 0, new ImportCounts(1, 2, 3, 4, 0), null, null));
		failed.fail(Problem.of(ProblemType.INTERNAL_ERROR, "why").with("errors", List.of("x")));
		add(store, "unfinished");
		Files.writeString(Files.createDirectory(this.directory.resolve("damaged")).resolve("import.json"), "{\"re");
		Files.writeString(Files.createDirectory(this.directory.resolve("half")).resolve("body"), "{}");
		ImportStore next = store();
		assertThat(kept()).containsExactly("failed", "unfinished");
		StoredImport read = next.find("failed");
		assertThat(read.request()).isEqualTo(failed.request());
		assertThat(read.progress()).isEqualTo(failed.progress());
		assertThat(read.progress().problem().getProperties()).containsKey("errors");
		assertThat(this.directory.resolve("failed/body")).doesNotExist();
		assertThat(this.directory.resolve("unfinished/body")).exists();
		assertThat(next.unfinished()).extracting((stored) -> stored.request().id()).containsExactly("unfinished");
	}

	private ImportStore store() throws IOException {
		return new ImportStore(
				new BackgroundImportProperties(this.directory, DataSize.ofMegabytes(1), Duration.ofHours(1), 3), json);
	}

	private static StoredImport add(ImportStore store, String id) throws IOException {
		Path directory = store.newDirectory(id);
		Files.writeString(StoredImport.body(directory), "{}");
		return store.add(directory, new Request(id, "key", ImportFormat.CSV, id, 1, NOW));
	}

	private static void end(StoredImport stored, Instant time) throws IOException {
		stored.save(new Progress(Phase.COMPLETED, 1, 0, ImportCounts.NONE, time, null));
		stored.release();
	}

	private List<String> kept() throws IOException {
		try (Stream<Path> directories = Files.list(this.directory)) {
			return directories.map((path) -> path.getFileName().toString()).sorted().toList();
		}
	}

}
