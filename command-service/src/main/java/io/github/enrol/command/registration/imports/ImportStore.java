/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.enrol.command.registration.imports.StoredImport.Phase;
import io.github.enrol.command.registration.imports.StoredImport.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * The imports that this instance keeps, in a directory of their own each. What they hold
 * of people is readable for the service's user alone, and does not outlive the import
 * (the body) or its retention (the report).
 */
@Component
final class ImportStore {

	private static final Logger logger = LoggerFactory.getLogger(ImportStore.class);

	private final BackgroundImportProperties properties;

	private final JsonMapper mapper;

	private final Map<String, StoredImport> imports = new ConcurrentHashMap<>();

	ImportStore(BackgroundImportProperties properties, JsonMapper mapper) throws IOException {
		this.properties = properties;
		this.mapper = mapper;
		if (Files.isDirectory(properties.importDirectory())) {
			try (Stream<Path> directories = Files.list(properties.importDirectory())) {
				for (Path directory : directories.toList()) {
					load(directory);
				}
			}
		}
	}

	private void load(Path directory) throws IOException {
		try {
			StoredImport loaded = StoredImport.load(directory, this.mapper);
			if (loaded != null) {
				this.imports.put(loaded.request().id(), loaded);
				return;
			}
		}
		catch (JacksonException ex) {
			logger.error("The import in {} cannot be read and is removed", directory, ex);
		}
		FileSystemUtils.deleteRecursively(directory);
	}

	/**
	 * Makes a directory for an import that is being received.
	 */
	Path newDirectory(String id) throws IOException {
		Files.createDirectories(this.properties.importDirectory());
		return Files.createDirectory(this.properties.importDirectory().resolve(id), ownerOnly());
	}

	private static FileAttribute<?>[] ownerOnly() {
		return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Keeps an import whose body is in the directory, and claims it, unless the same one
	 * is kept and did not fail.
	 * @return the one that is kept
	 */
	synchronized StoredImport add(Path directory, Request request) throws IOException {
		Optional<StoredImport> same = this.imports.values()
			.stream()
			.filter((kept) -> isSame(kept.request(), request) && kept.progress().phase() != Phase.FAILED)
			.findAny();
		if (same.isPresent()) {
			return same.get();
		}
		makeRoom();
		StoredImport added = StoredImport.create(directory, this.mapper, request);
		added.claim();
		this.imports.put(request.id(), added);
		return added;
	}

	private static boolean isSame(Request one, Request other) {
		return one.key().equals(other.key()) && one.format() == other.format() && one.digest().equals(other.digest());
	}

	private void makeRoom() {
		List<StoredImport> ended = ended().sorted(Comparator.comparing(ImportStore::endedAt)).toList();
		int surplus = this.imports.size() + 1 - this.properties.maxKeptImports();
		for (int i = 0; i < Math.min(surplus, ended.size()); i++) {
			remove(ended.get(i));
		}
	}

	@Nullable StoredImport find(String id) {
		return this.imports.get(id);
	}

	List<StoredImport> unfinished() {
		return this.imports.values()
			.stream()
			.filter((kept) -> kept.progress().phase() == Phase.RUNNING)
			.sorted(Comparator.comparing((kept) -> kept.request().createdAt()))
			.toList();
	}

	synchronized void remove(StoredImport kept) {
		this.imports.remove(kept.request().id());
		kept.remove();
	}

	/**
	 * Removes imports whose retention is over.
	 */
	void expire(Instant now) {
		ended().filter((kept) -> endedAt(kept).plus(this.properties.importRetention()).isBefore(now))
			.forEach(this::remove);
	}

	private Stream<StoredImport> ended() {
		return this.imports.values().stream().filter((kept) -> kept.progress().endedAt() != null);
	}

	private static Instant endedAt(StoredImport kept) {
		return Objects.requireNonNull(kept.progress().endedAt());
	}

}
