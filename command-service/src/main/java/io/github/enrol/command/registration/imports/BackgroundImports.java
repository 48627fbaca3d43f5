/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RepeatingTask;
import io.github.enrol.command.registration.imports.StoredImport.Phase;
import io.github.enrol.command.registration.imports.StoredImport.Request;
import io.github.enrol.command.registration.web.IdempotencyKey;
import io.github.enrol.command.registration.web.WebProperties;
import io.github.enrol.http.limits.ImportQuota;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import io.opentelemetry.context.Context;
import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Imports whose caller does not wait: the body is received whole, then imported like any
 * other. An outage or a restart delays them: the lines after the stored progress are read
 * again, which is safe because the key of a line is always the same.
 */
@Component
final class BackgroundImports {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundImports.class);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

	/** In effect none. */
	private static final Duration LINE_TIMEOUT = Duration.ofDays(365);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

	private final CommandGateway gateway;

	private final ImportProperties properties;

	private final BackgroundImportProperties limits;

	private final ResultLines resultLines;

	private final RunningImports running;

	private final ImportMeters meters;

	private final ImportStore store;

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "background-import");
		thread.setDaemon(true);
		return thread;
	});

	private final RepeatingTask expiry;

	BackgroundImports(CommandGateway gateway, ImportProperties properties, BackgroundImportProperties limits,
			WebProperties web, JsonMapper mapper, RunningImports running, ImportMeters meters, ImportStore store) {
		this.gateway = gateway;
		this.properties = properties;
		this.limits = limits;
		this.resultLines = new ResultLines(mapper, web.queryServiceUrl());
		this.running = running;
		this.meters = meters;
		this.store = store;
		this.expiry = new RepeatingTask("import-retention", Duration.ofMinutes(1), () -> store.expire(Instant.now()));
	}

	/**
	 * Receives an import, and runs it unless the same one, with the same key, was
	 * received before.
	 * @param quota which its lines use
	 * @throws Problem if there is no room for it, or it cannot be read
	 */
	StoredImport accept(HttpHeaders headers, InputStream body, IdempotencyKey key, ImportQuota quota) {
		this.running.takePlace();
		String id = UlidCreator.getUlid().toString();
		boolean started = false;
		try {
			StoredImport accepted = receive(id, headers, body, key);
			started = accepted.request().id().equals(id);
			if (started) {
				quota.oweLines(accepted.request().lines());
				this.executor.execute(Context.current().wrap(() -> run(accepted)));
			}
			return accepted;
		}
		catch (IOException ex) {
			logger.error("An import cannot be stored in {}: {}", this.limits.importDirectory(), ex.toString());
			throw Problem
				.of(ProblemType.SERVICE_UNAVAILABLE, "The import cannot be stored now. No line of it was registered.")
				.retryAfter(RunningImports.RETRY_AFTER);
		}
		finally {
			if (!started) {
				this.running.freePlace();
			}
		}
	}

	private StoredImport receive(String id, HttpHeaders headers, InputStream body, IdempotencyKey key)
			throws IOException {
		ImportFormat format = ImportFormat.of(headers.getContentType());
		Path directory = this.store.newDirectory(id);
		boolean kept = false;
		try {
			ReceivedBody received = ReceivedBody.receive(headers, body, StoredImport.body(directory),
					this.limits.importMaxSize(), this.properties.importIdleTimeout());
			// Refuses what would be refused at once if the caller waited.
			ImportLines.open(StoredImport.body(directory), format, this.properties.importIdleTimeout()).close();
			StoredImport accepted = this.store.add(directory,
					new Request(id, key.value(), format, received.digest(), received.lines(), StoredImport.now()));
			kept = accepted.request().id().equals(id);
			return accepted;
		}
		finally {
			if (!kept) {
				FileSystemUtils.deleteRecursively(directory);
			}
		}
	}

	/**
	 * Goes on with what a stop or crash interrupted.
	 */
	@EventListener(ApplicationReadyEvent.class)
	void resume() {
		for (StoredImport stored : this.store.unfinished()) {
			logger.info("The import {} goes on after line {}", stored.request().id(), stored.progress().line());
			stored.claim();
			this.executor.execute(() -> runInTurn(stored));
		}
	}

	private void runInTurn(StoredImport stored) {
		try {
			while (isUnfinished(stored)) {
				if (this.running.awaitPlace(POLL_INTERVAL)) {
					run(stored);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			stored.release();
		}
	}

	private void run(StoredImport stored) {
		try {
			while (isUnfinished(stored)) {
				if (this.gateway.isReachable()) {
					runOnce(stored);
				}
				else {
					Thread.sleep(POLL_INTERVAL.toMillis());
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException | RuntimeException ex) {
			fail(stored, ex);
		}
		finally {
			this.running.freePlace();
			stored.release();
		}
	}

	private boolean isUnfinished(StoredImport stored) {
		return stored.progress().phase() == Phase.RUNNING && !stored.isRemoved() && !this.running.isStopping();
	}

	private void runOnce(StoredImport stored) throws IOException {
		Request request = stored.request();
		try (ImportLines lines = ImportLines.open(stored.body(), request.format(), this.properties.importIdleTimeout());
				StoredResults results = new StoredResults(stored, this.resultLines)) {
			lines.skip(stored.progress().line());
			RegistrationImport started = new RegistrationImport(this.gateway, this.properties.importWindow(),
					LINE_TIMEOUT, new IdempotencyKey(request.key()), lines, this.meters.counted(results));
			stored.worksOn(started);
			this.running.run(started);
		}
	}

	private void fail(StoredImport stored, Exception failure) {
		if (stored.isRemoved() || this.running.isStopping()) {
			return;
		}
		logger.error("The import {} failed after line {}", stored.request().id(), stored.progress().line(), failure);
		stored.fail(Problem.of(ProblemType.INTERNAL_ERROR,
				"The import cannot go on. The failure is in the service's log. It is safe to send all lines again"
						+ " with the same " + IdempotencyKey.HEADER + "."));
	}

	/**
	 * Waits for the imports that a stop has just ended, so that their progress is stored.
	 */
	@PreDestroy
	void close() throws InterruptedException {
		this.expiry.close();
		this.executor.shutdown();
		if (!this.executor.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
			this.executor.shutdownNow();
		}
	}

}
