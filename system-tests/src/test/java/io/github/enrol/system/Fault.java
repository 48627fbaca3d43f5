package io.github.enrol.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Something bad that happens to a cluster, and then ends.
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
		delete(cluster.stateDirectory.resolve(victim.name()));
		victim.restart();
		victim.awaitReady();
	}),

	KILL_PROJECTOR((cluster, random) -> killAndRestart(any(cluster.projectors, random))),

	KILL_QUERY((cluster, random) -> killAndRestart(cluster.query)),

	KILL_BROKER((cluster, random) -> killAndRestart(cluster.broker)),

	KILL_DATABASE((cluster, random) -> killAndRestart(cluster.database)),

	BROKER_AWAY((cluster, random) -> away(cluster.broker, 8 + random.nextInt(8))),

	DATABASE_AWAY((cluster, random) -> away(cluster.database, 8 + random.nextInt(8))),

	FREEZE_COMMAND((cluster, random) -> freeze(any(cluster.commands, random))),

	FREEZE_PROJECTOR((cluster, random) -> freeze(any(cluster.projectors, random))),

	ROLLING_RESTART((cluster, random) -> Stream.concat(cluster.commands.stream(), cluster.projectors.stream())
		.forEach((service) -> {
			service.terminate();
			service.restart();
			service.awaitReady();
		}));

	/** Longer than the session timeout of all groups: a zombie wakes up. */
	private static final Duration FREEZE = Duration.ofSeconds(13);

	private final BiConsumer<Cluster, Random> happening;

	Fault(BiConsumer<Cluster, Random> happening) {
		this.happening = happening;
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

	private static void away(ManagedProcess process, int seconds) {
		process.kill();
		ManagedProcess.pause(Duration.ofSeconds(seconds));
		process.restart();
		process.awaitReady();
	}

	private static void freeze(ManagedProcess process) {
		process.suspend();
		ManagedProcess.pause(FREEZE);
		process.resume();
	}

	private static void delete(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
