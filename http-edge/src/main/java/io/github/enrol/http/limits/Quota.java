/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.limits;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * What each client may use of something in a period. With more clients than are told
 * apart, the ones seen least are forgotten first (TinyLFU): whoever comes with ever new
 * addresses displaces those, and no client that keeps its quota used up.
 */
final class Quota {

	/** A debt is forgotten with its client. */
	private static final Duration MEMORY = Duration.ofDays(1);

	private final int units;

	private final Bandwidth limit;

	private final TimeMeter clock;

	private final Cache<String, Bucket> buckets;

	/**
	 * All units of a period at once, from a client's first one on.
	 */
	static Quota ofPeriods(int units, RateLimitProperties properties, TimeMeter clock) {
		return new Quota(units,
				Bandwidth.builder().capacity(units).refillIntervally(units, properties.period()).build(),
				properties.maxClients(), clock);
	}

	/**
	 * One unit after the other, evenly over a period, once those of a period are used up.
	 */
	static Quota evenly(int units, RateLimitProperties properties, TimeMeter clock) {
		return new Quota(units, Bandwidth.builder().capacity(units).refillGreedy(units, properties.period()).build(),
				properties.maxClients(), clock);
	}

	private Quota(int units, Bandwidth limit, int maxClients, TimeMeter clock) {
		this.units = units;
		this.limit = limit;
		this.clock = clock;
		this.buckets = Caffeine.newBuilder().maximumSize(maxClients).expireAfterAccess(MEMORY).build();
	}

	Bucket of(String client) {
		return this.buckets.get(client,
				(name) -> Bucket.builder().addLimit(this.limit).withCustomTimePrecision(this.clock).build());
	}

	long clients() {
		this.buckets.cleanUp();
		return this.buckets.estimatedSize();
	}

	int units() {
		return this.units;
	}

}
