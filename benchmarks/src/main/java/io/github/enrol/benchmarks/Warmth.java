/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.function.Function;

/**
 * A contender is warm when its rate stands still, not when some time has passed.
 */
final class Warmth {

	private static final Duration TURN = Duration.ofSeconds(10);

	/** How much faster a turn must be than all before, so that it goes on. */
	private static final double GAIN = 1.05;

	/** Turns without a gain. One may have had bad luck. */
	private static final int STILL = 2;

	private Warmth() {
	}

	/**
	 * Runs turns of 10 s until two have not been 5 % faster than each before them.
	 * @param most returns after this time, and says that the rate still grows
	 * @param load puts it under load for that long
	 */
	static void reach(Duration most, Function<Duration, Load> load) {
		double best = 0;
		int still = 0;
		for (Duration spent = Duration.ZERO; spent.compareTo(most) < 0; spent = spent.plus(TURN)) {
			double rate = load.apply(TURN).rate();
			still = (rate > best * GAIN) ? 0 : still + 1;
			best = Math.max(best, rate);
			if (still == STILL) {
				System.out.println("Warm after " + spent.plus(TURN).toSeconds() + " s");
				return;
			}
		}
		System.out
			.println("Not warm after " + most.toSeconds() + " s: " + Spread.format(best) + " requests/s, and growing");
	}

}
