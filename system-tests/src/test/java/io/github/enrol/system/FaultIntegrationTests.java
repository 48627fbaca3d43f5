package io.github.enrol.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.enrol.system.history.Attempt;
import io.github.enrol.system.history.HistoryChecker;
import io.github.enrol.system.history.User;
import io.github.enrol.system.history.Violation;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Invariants I1 to I4 on bad days. Each run has a seed, which gives the faults, their
 * order and their victims. {@code -Dfaults.seeds=1-30 -Dfaults.addresses=6000} runs more
 * than the short form; each adds a line to {@code target/fault-runs.md}.
 */
class FaultIntegrationTests {

	private static final int ADDRESSES = Integer.getInteger("faults.addresses", 1500);

	private static final int FAULTS = Integer.getInteger("faults.count", 2);

	private static final List<Attempt> history = new ArrayList<>();

	@TempDir
	private static Path directory;

	private static Cluster cluster;

	private static List<UserApi> apis;

	@BeforeAll
	static void start() {
		// Rare commits: nearly every kill falls between replies and their commit.
		cluster = new Cluster(directory, 2, 2, Map.of("spring.kafka.streams.properties.commit.interval.ms", "500"));
		apis = cluster.commands.stream()
			.map((command) -> new UserApi(command.uri("/user/registration"), cluster.query.uri("/users")))
			.toList();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	static IntStream seeds() {
		String[] range = System.getProperty("faults.seeds", "1-1").split("-");
		return IntStream.rangeClosed(Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]));
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void nothingIsLostAndNothingHappensTwice(int seed) throws IOException {
		Random random = new Random(seed);
		List<Fault> faults = random.ints(FAULTS, 0, Fault.values().length).mapToObj((i) -> Fault.values()[i]).toList();
		Workload workload = new Workload(apis, seed);
		workload.run(ADDRESSES, () -> faults.forEach((fault) -> {
			ManagedProcess.pause(Duration.ofMillis(1000 + random.nextInt(2000)));
			fault.happen(cluster, random);
		}));
		cluster.services().forEach(ManagedProcess::awaitReady);
		history.addAll(workload.attempts());
		Sources sources = new Sources(cluster, apis.get(0));
		List<User> events = awaitProjected(sources);
		List<Violation> violations = new ArrayList<>(workload.violations());
		violations.addAll(HistoryChecker.check(history, events, sources.rows(), sources.pages(), sources.total()));
		report(seed, faults, workload.attempts(), violations);
		assertThat(violations).isEmpty();
	}

	/**
	 * Until the read model stands still at the number of events; if it never gets there,
	 * the checker says what is missing.
	 */
	private static List<User> awaitProjected(Sources sources) {
		List<User> events = sources.events();
		try {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> sources.total() == events.size());
		}
		catch (ConditionTimeoutException ex) {
			return sources.events();
		}
		return events;
	}

	private static void report(int seed, List<Fault> faults, List<Attempt> attempts, List<Violation> violations)
			throws IOException {
		Map<Integer, Long> answers = attempts.stream()
			.collect(Collectors.groupingBy(Attempt::status, TreeMap::new, Collectors.counting()));
		String line = "| %d | %s | %d | %s | %d |%n".formatted(seed,
				faults.stream().map(Fault::name).collect(Collectors.joining(", ")), attempts.size(), answers,
				violations.size());
		System.out.print(line);
		Files.writeString(Path.of("target", "fault-runs.md"), line, StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

}
