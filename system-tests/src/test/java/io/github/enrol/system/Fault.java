/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A temporary fault of a cluster.
 */
enum Fault {

	KILL_COMMAND((cluster, random) -> killAndRestart(any(cluster.commands, random))),

	KILL_ALL_COMMANDS((cluster, random) -> {
		cluster.commands.forEach(ManagedProcess::kill);
		cluster.commands.forEach(ManagedProcess::restart);
		cluster.commands.forEach(ManagedProcess::awaitReady);
	}),

	KILL_COMMAND_AND_ITS_STATE((cluster, random) -> {
		ServiceProcess victim = any(cluster.commands, random);
		victim.kill();
		deleteState(cluster, victim);
		victim.restart();
		victim.awaitReady();
	}),

	KILL_PROJECTOR((cluster, random) -> killAndRestart(any(cluster.projectors, random))),

	KILL_QUERY((cluster, random) -> killAndRestart(any(cluster.queries, random))),

	KILL_BROKER((cluster, random) -> away(cluster, List.of(any(cluster.brokers.all(), random)), Duration.ZERO)),

	KILL_LEADING_BROKER((cluster, random) -> away(cluster, List.of(cluster.brokers.leader()), Duration.ZERO)),

	KILL_DATABASE((cluster, random) -> killAndRestart(cluster.database)),

	KILL_EVERYTHING((cluster, random) -> cluster.killAndRestart()),

	BROKER_AWAY((cluster, random) -> away(cluster, List.of(any(cluster.brokers.all(), random)))),

	/** Too few are left for writing. */
	MOST_BROKERS_AWAY((cluster, random) -> {
		List<BackendProcess> brokers = new ArrayList<>(cluster.brokers.all());
		Collections.shuffle(brokers, random);
		away(cluster, brokers.subList(0, brokers.size() / 2 + 1));
	}),

	DATABASE_AWAY((cluster, random) -> away(cluster, List.of(cluster.database))),

	/** Of the first command-service. */
	CUT_NETWORK((cluster, random) -> {
		cluster.brokers.cut();
		ManagedProcess.pause(Duration.ofSeconds(5 + random.nextInt(20)));
		cluster.brokers.mend();
	}),

	FILL_DISK((cluster, random) -> {
		ServiceProcess victim = any(cluster.commands, random);
		victim.terminate();
		try (SmallDisk disk = new SmallDisk(cluster.stateDirectory.resolve(victim.name()))) {
			victim.restart(disk.prefix());
			victim.awaitReady();
			disk.fill();
			ManagedProcess.pause(Duration.ofSeconds(5));
			// A process with open files may continue; a start on a full disk cannot.
			victim.kill();
			victim.restart(disk.prefix());
			ManagedProcess.pause(Duration.ofSeconds(15));
			disk.free();
			victim.awaitReady();
			victim.terminate();
		}
		victim.restart();
		victim.awaitReady();
	}),

	/** Longer than its session with the controllers. */
	FREEZE_BROKER((cluster, random) -> {
		freeze(any(cluster.brokers.all(), random), Duration.ofSeconds(20));
		cluster.brokers.awaitReady();
	}),

	FREEZE_COMMAND((cluster, random) -> freeze(any(cluster.commands, random))),

	FREEZE_PROJECTOR((cluster, random) -> freeze(any(cluster.projectors, random))),

	/** One more instance of each service joins, and leaves. */
	GROW_AND_SHRINK((cluster, random) -> {
		List<ServiceProcess> more = cluster.grow();
		more.forEach(ManagedProcess::awaitReady);
		ManagedProcess.pause(Duration.ofSeconds(5));
		more.forEach(ManagedProcess::terminate);
	}),

	ROLLING_RESTART((cluster, random) -> cluster.services().forEach(Fault::restart)),

	ROLLING_RESTART_OF_BROKERS((cluster, random) -> cluster.brokers.all().forEach((broker) -> {
		restart(broker);
		cluster.brokers.awaitReady();
	})),

	/** No fault: under load it must succeed, with the rights of the accounts. */
	REBUILD((cluster, random) -> Rebuild.begin(any(cluster.projectors, random), cluster.security).awaitDone());

	/** Longer than the session timeout of all groups: a zombie wakes up. */
	private static final Duration FREEZE = Duration.ofSeconds(13);

	private static final Duration AWAY = Duration.ofSeconds(30);

	private final BiConsumer<Cluster, Random> happening;

	Fault(BiConsumer<Cluster, Random> happening) {
		this.happening = happening;
	}

	/**
	 * Returns those that {@code -Dfaults.only=A,B} names, or all but {@link #REBUILD}.
	 */
	static List<Fault> selected() {
		String only = System.getProperty("faults.only");
		return (only != null) ? Stream.of(only.split(",")).map(Fault::valueOf).toList()
				: Stream.of(values()).filter((fault) -> fault != REBUILD).toList();
	}

	void happen(Cluster cluster, Random random) {
		this.happening.accept(cluster, random);
	}

	private static <T> T any(List<T> some, Random random) {
		return some.get(random.nextInt(some.size()));
	}

	private static void killAndRestart(ManagedProcess process) {
		process.kill();
		process.restart();
		process.awaitReady();
	}

	/**
	 * Sends SIGTERM and starts the process again.
	 */
	static void restart(ManagedProcess process) {
		process.terminate();
		process.restart();
		process.awaitReady();
	}

	private static void away(Cluster cluster, List<BackendProcess> some) {
		away(cluster, some, AWAY);
	}

	private static void away(Cluster cluster, List<BackendProcess> some, Duration duration) {
		ManagedProcess.kill(some);
		ManagedProcess.pause(duration);
		some.forEach(ManagedProcess::restart);
		some.forEach(ManagedProcess::awaitReady);
		cluster.brokers.awaitReady();
	}

	private static void freeze(ManagedProcess process) {
		freeze(process, FREEZE);
	}

	private static void freeze(ManagedProcess process, Duration duration) {
		process.suspend();
		ManagedProcess.pause(duration);
		process.resume();
	}

	static void deleteState(Cluster cluster, ServiceProcess command) {
		try (Stream<Path> files = Files.walk(cluster.stateDirectory.resolve(command.name()))) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
