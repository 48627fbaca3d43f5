/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

import io.github.enrol.http.problems.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.ProblemDetail;
import org.springframework.util.FileSystemUtils;

/**
 * An import in files: its body until it ends, its progress, and the report of what was
 * not registered. Whoever holds its directory after a restart can go on.
 */
final class StoredImport {

	private static final Logger logger = LoggerFactory.getLogger(StoredImport.class);

	private static final String STATE = "import.json";

	private final Path directory;

	private final JsonMapper mapper;

	private final Request request;

	private volatile Progress progress;

	private @Nullable RegistrationImport worker;

	private boolean claimed;

	private boolean removed;

	private StoredImport(Path directory, JsonMapper mapper, State state) {
		this.directory = directory;
		this.mapper = mapper;
		this.request = state.request();
		this.progress = state.progress();
	}

	/**
	 * Stores the import whose body is in the directory. From here on, it is found after a
	 * restart.
	 */
	static StoredImport create(Path directory, JsonMapper mapper, Request request) throws IOException {
		StoredImport created = new StoredImport(directory, mapper, new State(request, Progress.NONE));
		created.save(Progress.NONE);
		return created;
	}

	/**
	 * Reads what was stored.
	 * @return null if the body was not received whole
	 */
	static @Nullable StoredImport load(Path directory, JsonMapper mapper) {
		Path file = directory.resolve(STATE);
		return Files.exists(file) ? new StoredImport(directory, mapper, mapper.readValue(file.toFile(), State.class))
				: null;
	}

	/**
	 * Returns the time in the precision of all times of the API.
	 */
	static Instant now() {
		return Instant.now().truncatedTo(ChronoUnit.MILLIS);
	}

	static Path body(Path directory) {
		return directory.resolve("body");
	}

	Path body() {
		return body(this.directory);
	}

	/** Gzip, with one or more members. */
	Path report() {
		return this.directory.resolve("report.gz");
	}

	Request request() {
		return this.request;
	}

	Progress progress() {
		return this.progress;
	}

	/**
	 * Replaces the stored progress in one step, and removes the body at the end.
	 */
	void save(Progress reached) throws IOException {
		Path next = this.directory.resolve(STATE + ".new");
		try (FileChannel file = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			ByteBuffer json = ByteBuffer.wrap(this.mapper.writeValueAsBytes(new State(this.request, reached)));
			while (json.hasRemaining()) {
				file.write(json);
			}
			file.force(true);
		}
		Files.move(next, this.directory.resolve(STATE), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
		if (reached.phase() != Phase.RUNNING) {
			Files.deleteIfExists(body());
		}
		this.progress = reached;
	}

	/**
	 * Writes the report as far as it was stored with this progress.
	 */
	void writeReport(Progress reached, OutputStream out) throws IOException {
		if (reached.reportSize() == 0) {
			return;
		}
		try (InputStream stored = Files.newInputStream(report());
				InputStream report = new GZIPInputStream(new BoundedStream(stored, reached.reportSize()))) {
			report.transferTo(out);
		}
	}

	/**
	 * Ends the import where it is. If that cannot be stored, it goes on after a restart.
	 */
	void fail(Problem problem) {
		Progress reached = this.progress;
		Progress failed = new Progress(Phase.FAILED, reached.line(), reached.reportSize(), reached.counts(), now(),
				problem.getBody());
		this.progress = failed;
		try {
			save(failed);
		}
		catch (IOException ex) {
			logger.error("The end of the import {} cannot be stored", this.request.id(), ex);
		}
	}

	/**
	 * Keeps the files until {@link #release()}.
	 */
	synchronized void claim() {
		this.claimed = true;
	}

	/**
	 * Says which run is to be stopped if this import is removed.
	 */
	synchronized void worksOn(RegistrationImport started) {
		this.worker = started;
		if (this.removed) {
			started.stop();
		}
	}

	synchronized void release() {
		this.claimed = false;
		this.worker = null;
		if (this.removed) {
			deleteFiles();
		}
	}

	/**
	 * Removes the files; if the import is running, as soon as it has stopped.
	 */
	synchronized void remove() {
		this.removed = true;
		if (this.worker != null) {
			this.worker.stop();
		}
		if (!this.claimed) {
			deleteFiles();
		}
	}

	synchronized boolean isRemoved() {
		return this.removed;
	}

	private void deleteFiles() {
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			logger.error("The import {} cannot be deleted", this.request.id(), ex);
		}
	}

	/**
	 * What was asked for.
	 *
	 * @param key the caller's {@code Idempotency-Key}
	 * @param digest of the body, to recognise it when it is sent again
	 * @param lines of the body, blank ones included
	 */
	record Request(String id, String key, ImportFormat format, String digest, long lines, Instant createdAt) {
	}

	/**
	 * How far it is.
	 *
	 * @param line the last one with a result
	 * @param reportSize how much of the report belongs to the lines up to that one, in
	 * bytes
	 * @param problem why it failed
	 */
	record Progress(Phase phase, long line, long reportSize, ImportCounts counts, @Nullable Instant endedAt,
			@Nullable ProblemDetail problem) {

		static final Progress NONE = new Progress(Phase.RUNNING, 0, 0, ImportCounts.NONE, null, null);

	}

	enum Phase {

		RUNNING, COMPLETED, FAILED;

		String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	private record State(Request request, Progress progress) {
	}

}
