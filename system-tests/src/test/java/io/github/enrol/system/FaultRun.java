/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.enrol.system.history.Attempt;
import io.github.enrol.system.history.Erasure;
import io.github.enrol.system.history.Event;
import io.github.enrol.system.history.HistoryChecker;
import io.github.enrol.system.history.Violation;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Load and faults on a cluster, followed by the check. Runs on one cluster are
 * sequential, and each checks the history of all of them.
 */
final class FaultRun {

	private final Cluster cluster;

	private final List<UserApi> apis;

	private final List<Attempt> history = new ArrayList<>();

	private final List<Erasure> erasures = new ArrayList<>();

	/** Over all runs. */
	private long undone;

	FaultRun(Cluster cluster) {
		this.cluster = cluster;
		this.apis = cluster.apis();
	}

	/**
	 * Runs load and faults, then the check.
	 * @param seed determines what clients do, and the times and victims of faults
	 * @param addresses number of addresses to try
	 */
	Result run(int seed, int addresses, List<Fault> faults) {
		Random random = new Random(seed);
		Workload workload = new Workload(this.apis, seed);
		workload.run(addresses, () -> faults.forEach((fault) -> {
			ManagedProcess.pause(Duration.ofMillis(1000 + random.nextInt(2000)));
			fault.happen(this.cluster, random);
		}));
		this.cluster.services().forEach(ManagedProcess::awaitReady);
		this.history.addAll(workload.attempts());
		this.erasures.addAll(workload.erasures());
		Sources sources = new Sources(this.cluster, this.apis.get(0));
		List<Event> events = awaitProjected(sources);
		List<Violation> violations = new ArrayList<>(workload.violations());
		violations.addAll(HistoryChecker.check(this.history, this.erasures, events, sources.rows(), sources.pages(),
				sources.total()));
		long deadLetters = sources.deadLetters();
		if (deadLetters > 0) {
			violations.add(new Violation(deadLetters + " events were applied twice or could not be", List.of()));
		}
		long before = this.undone;
		this.undone = sources.written() - events.size();
		return new Result(workload.attempts(), workload.erasures(), this.undone - before, violations);
	}

	/**
	 * Waits until the read model has the users of the events; if it never does, the
	 * checker reports what is missing.
	 */
	private static List<Event> awaitProjected(Sources sources) {
		try {
			Awaitility.await()
				.atMost(Duration.ofSeconds(45))
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> sources.total() == Event.users(sources.events()).size());
		}
		catch (ConditionTimeoutException ex) {
			System.out.println("The read model does not get to the users of the events");
		}
		return sources.events();
	}

	/**
	 * What clients did in one run, and the violations found after it.
	 *
	 * @param undone registrations that were decided, possibly answered, and not
	 * committed: they must be decided again
	 */
	record Result(List<Attempt> attempts, List<Erasure> erasures, long undone, List<Violation> violations) {
	}

}
