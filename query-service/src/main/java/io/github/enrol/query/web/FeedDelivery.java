/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.enrol.query.readmodel.Arrivals;
import io.github.enrol.query.readmodel.FeedPosition;
import io.github.enrol.query.readmodel.UserArrivals;
import io.github.enrol.query.web.FeedReader.State;

/**
 * Gives readers the next users: those at one place the same text, read and rendered once.
 */
final class FeedDelivery {

	/** About how many users a reader is given at once, and so has to be kept for it. */
	private static final int LARGEST_PAGE = 256;

	private static final int SMALLEST_PAGE = 32;

	/** How many users are kept in all, unless the smallest pages are more. */
	private static final int KEPT = 8_192;

	/**
	 * How many places are read in one round, so that readers who are behind delay none.
	 */
	private static final int PLACES = 16;

	private final UserArrivals arrivals;

	private final FeedEvents events;

	FeedDelivery(UserArrivals arrivals, FeedEvents events) {
		this.arrivals = arrivals;
		this.events = events;
	}

	/**
	 * Gives users to the readers whose connections have taken everything. All who catch
	 * up do so at the same place, after which they share a text.
	 * @param now the position up to which users are given
	 * @return whether there are more at once
	 */
	boolean deliver(Collection<FeedReader> readers, FeedPosition now) {
		Map<State, List<FeedReader>> places = readers.stream()
			.filter(FeedReader::isIdle)
			.collect(Collectors.groupingBy(FeedReader::state));
		places.keySet().removeIf((place) -> !place.position().isBehind(now));
		List<Map.Entry<State, List<FeedReader>>> next = new ArrayList<>(places.entrySet());
		// Those of many readers first, the others at random.
		Collections.shuffle(next);
		next.sort(Comparator.comparing((place) -> place.getValue().size() <= PLACES));
		boolean more = next.size() > PLACES;
		int page = page(readers.size());
		for (Map.Entry<State, List<FeedReader>> place : next.subList(0, Math.min(PLACES, next.size()))) {
			Arrivals found = this.arrivals.between(place.getKey().position(), now, page);
			byte[] text = this.events.users(found, place.getKey().links());
			place.getValue().forEach((reader) -> reader.send(text, found.next()));
			more |= !found.complete();
		}
		return more;
	}

	/**
	 * Returns how many users a reader is given at once: any of them may stop reading,
	 * each at a place of its own.
	 */
	static int page(int readers) {
		return Math.max(SMALLEST_PAGE, Math.min(LARGEST_PAGE, KEPT / Math.max(1, readers)));
	}

}
