/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import io.github.enrol.importer.Service.Unavailable;
import io.github.enrol.importer.Users.Entry;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends users batch by batch. A batch without all its results is sent again, with the
 * same key, so that nothing is registered twice and no result is missing.
 */
final class Batches {

	/**
	 * Within the service's window, so that it reads a batch before its results are read.
	 */
	private static final int MAX_LINES = 1000;

	private static final int MAX_CHARACTERS = 1024 * 1024;

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	private final Service service;

	private final Report report;

	private final Progress progress;

	private final Duration patience;

	private final List<Entry> entries = new ArrayList<>();

	private int characters;

	private boolean answered;

	Batches(Service service, Report report, Progress progress, Duration patience) {
		this.service = service;
		this.report = report;
		this.progress = progress;
		this.patience = patience;
	}

	/**
	 * Adds an entry.
	 * @return whether the batch is full
	 */
	boolean add(Entry entry) {
		this.entries.add(entry);
		this.characters += entry.json().length();
		return this.entries.size() >= MAX_LINES || this.characters >= MAX_CHARACTERS;
	}

	/**
	 * Returns when all added entries have their results, and these are reported.
	 */
	void send() throws ImportFailure, IOException, InterruptedException {
		List<String> lines = this.entries.stream().filter((entry) -> !entry.isFlawed()).map(Entry::json).toList();
		Iterator<ObjectNode> results = (lines.isEmpty() ? List.<ObjectNode>of() : results(lines)).iterator();
		for (Entry entry : this.entries) {
			if (entry.isFlawed()) {
				this.report.add(entry.line(), entry.flaw());
				this.progress.add(false);
			}
			else {
				ObjectNode result = results.next();
				boolean registered = result.path("status").asInt() == 201;
				this.progress.add(registered);
				if (!registered) {
					this.report.add(entry.line(), result);
				}
			}
		}
		this.report.flush();
		this.entries.clear();
		this.characters = 0;
	}

	private List<ObjectNode> results(List<String> lines) throws ImportFailure, InterruptedException {
		long deadline = System.nanoTime() + this.patience.toNanos();
		String reported = "";
		while (true) {
			try {
				List<ObjectNode> results = this.service.register(lines);
				this.answered = true;
				return results;
			}
			catch (Unavailable ex) {
				String reason = String.valueOf(ex.getMessage());
				if (!this.answered && ex.isUnread()) {
					throw new ImportFailure(ImportFailure.UNAVAILABLE, reason + ". No line was read.");
				}
				this.answered = true;
				if (System.nanoTime() - deadline > 0) {
					throw new ImportFailure(ImportFailure.INCOMPLETE,
							reason + ". Import the file again with the same key.");
				}
				if (!reason.equals(reported)) {
					this.progress.say("Waiting: " + reason);
					reported = reason;
				}
				Thread.sleep(RETRY_INTERVAL.toMillis());
			}
		}
	}

}
