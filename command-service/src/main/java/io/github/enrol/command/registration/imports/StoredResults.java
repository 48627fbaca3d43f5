/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.imports.StoredImport.Phase;
import io.github.enrol.command.registration.imports.StoredImport.Progress;
import io.github.enrol.http.problems.Problem;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StreamUtils;

/**
 * Stores the results of an import: every second the progress, with the report up to
 * there. What a caller would be told about unknown outcomes is not stored: from the first
 * such line on, the import is to go on later.
 */
final class StoredResults implements ImportResults, AutoCloseable {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final StoredImport stored;

	private final ResultLines lines;

	private final FileChannel report;

	private @Nullable OutputStream member;

	private ImportCounts counts;

	private long line;

	private boolean interrupted;

	private long saved = System.nanoTime();

	/**
	 * Continues after the stored progress.
	 */
	StoredResults(StoredImport stored, ResultLines lines) throws IOException {
		this.stored = stored;
		this.lines = lines;
		this.counts = stored.progress().counts();
		this.line = stored.progress().line();
		this.report = FileChannel.open(stored.report(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		// What was written later would be written again.
		this.report.truncate(stored.progress().reportSize()).position(stored.progress().reportSize());
	}

	@Override
	public void registered(long line, RegistrationReply reply, boolean repeated) throws IOException {
		if (!this.interrupted) {
			reached(line, this.counts.plusRegistered(repeated));
		}
	}

	@Override
	public void problem(long line, Problem problem) throws IOException {
		this.interrupted |= problem.getStatusCode().is5xxServerError();
		if (!this.interrupted) {
			write(this.lines.problem(line, problem));
			reached(line, this.counts.plus(problem));
		}
	}

	@Override
	public void flush() throws IOException {
		if (System.nanoTime() - this.saved > INTERVAL.toNanos()) {
			save(Phase.RUNNING, null);
		}
	}

	@Override
	public void end(@Nullable Problem problem) throws IOException {
		if (this.interrupted || (problem != null && problem.getStatusCode().is5xxServerError())) {
			save(Phase.RUNNING, null);
		}
		else {
			write(this.lines.summary(this.counts, problem));
			save((problem != null) ? Phase.FAILED : Phase.COMPLETED, problem);
		}
	}

	@Override
	public void close() throws IOException {
		endMember();
		this.report.close();
	}

	private void reached(long line, ImportCounts counts) throws IOException {
		this.line = line;
		this.counts = counts;
		flush();
	}

	private void write(byte[] line) throws IOException {
		if (this.member == null) {
			this.member = new GZIPOutputStream(StreamUtils.nonClosing(Channels.newOutputStream(this.report)));
		}
		this.member.write(line);
	}

	private void endMember() throws IOException {
		if (this.member != null) {
			this.member.close();
			this.member = null;
		}
	}

	private void save(Phase phase, @Nullable Problem problem) throws IOException {
		endMember();
		this.report.force(false);
		this.stored.save(new Progress(phase, this.line, this.report.position(), this.counts,
				(phase != Phase.RUNNING) ? StoredImport.now() : null, (problem != null) ? problem.getBody() : null));
		this.saved = System.nanoTime();
	}

}
