/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.enrol.benchmarks.Benchmarks.Benchmark;
import io.github.enrol.benchmarks.Results.Limit;

/**
 * Whether the time of a registration tells if its address was registered: one caller
 * sends free and registered addresses in random order, and compares. The measure is how
 * often a free address takes longer than a registered one (the area under the ROC curve):
 * 0.5 if the time tells nothing, 1 or 0 if it tells everything. Nobody can ask twice for
 * a free address.
 */
final class Enumerate implements Benchmark {

	private static final String CONCEALED = "concealed";

	/** Of what is not timed. */
	private static final int CALLERS = 32;

	private final int requests = Settings.number("requests", 6_000);

	private final int rounds = Settings.number("rounds", 3);

	private final int warmUp = Settings.number("warm-up", 20_000);

	private final HttpClient http = HttpClient.newHttpClient();

	private final Random random = new Random(1);

	@Override
	public void run(Results results) throws Exception {
		for (boolean conceal : new boolean[] { false, true }) {
			try (Platform platform = new Platform()) {
				JavaProcess command = platform.command(0, Platform.partitions(),
						Map.of("registration.conceal-registered", Boolean.toString(conceal)));
				command.awaitReady();
				URI registration = command.uri("/user/registration");
				String contender = conceal ? CONCEALED : "by default";
				registerAll(registration, "warm-", this.warmUp);
				for (int round = 1; round <= this.rounds; round++) {
					results.add(scenario(), contender, round, round(registration, "r" + round, this.requests));
				}
			}
		}
		results.target("free addresses told from registered ones, if concealed",
				results.spread(scenario(), CONCEALED, "told apart"), Limit.AT_MOST, 0.03);
	}

	private String scenario() {
		return this.requests + " registrations by one caller";
	}

	private Map<String, Double> round(URI registration, String name, int count) throws Exception {
		// From half of the addresses on, each was registered before.
		registerAll(registration, name + "-known-", count / 2);
		List<String> addresses = new ArrayList<>();
		for (int i = 0; i < count / 2; i++) {
			addresses.add(name + "-known-" + i);
			addresses.add(name + "-fresh-" + i);
		}
		Collections.shuffle(addresses, this.random);
		long[] known = new long[count / 2];
		long[] fresh = new long[count / 2];
		int knowns = 0;
		int freshs = 0;
		for (String address : addresses) {
			long start = System.nanoTime();
			register(registration, address);
			long took = System.nanoTime() - start;
			if (address.contains("-known-")) {
				known[knowns++] = took;
			}
			else {
				fresh[freshs++] = took;
			}
		}
		double longer = longer(fresh, known);
		return Map.of("free p50 ms", median(fresh), "registered p50 ms", median(known), "free takes longer", longer,
				"told apart", Math.abs(longer - 0.5));
	}

	/**
	 * Registers numbered addresses, by several callers at a time.
	 */
	private void registerAll(URI registration, String prefix, int count) throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		try {
			List<Callable<Void>> registrations = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				String address = prefix + i;
				registrations.add(() -> {
					register(registration, address);
					return null;
				});
			}
			for (Future<Void> registered : callers.invokeAll(registrations)) {
				registered.get();
			}
		}
		finally {
			callers.shutdown();
		}
	}

	private void register(URI registration, String address) throws IOException, InterruptedException {
		this.http.send(HttpRequest.newBuilder(registration)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"username\":\"Ada\",\"email\":\"" + address + "@example.org\"}"))
			.build(), BodyHandlers.discarding());
	}

	private static double median(long[] nanos) {
		return Arrays.stream(nanos).sorted().skip(nanos.length / 2).findFirst().orElse(0) / 1e6;
	}

	/**
	 * Returns the probability that one of the first is larger than one of the second
	 * (Mann and Whitney's U, divided by the number of pairs); of equals, half count.
	 */
	static double longer(long[] first, long[] second) {
		long[] sorted = second.clone();
		Arrays.sort(sorted);
		double larger = 0;
		for (long value : first) {
			int below = below(sorted, value);
			larger += below + (below(sorted, value + 1) - below) / 2.0;
		}
		return larger / first.length / second.length;
	}

	/** Returns how many are smaller. */
	private static int below(long[] sorted, long value) {
		int low = 0;
		int high = sorted.length;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (sorted[middle] < value) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

}
