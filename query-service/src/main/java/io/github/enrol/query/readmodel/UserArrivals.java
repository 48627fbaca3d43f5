/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.enrol.query.readmodel.Arrivals.Arrival;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads users in the order in which they become visible, and those who were erased in the
 * order in which they disappear (ADR 17). Users whose rows have no position, because an
 * earlier version of the projector wrote them, are omitted.
 */
@Component
public class UserArrivals {

	private static final String CURSORS = """
			SELECT topic_partition AS part, next_offset AS place, NULL AS id, NULL AS erased, NULL AS name,
				NULL AS email, NULL AS created_at
			FROM projection_cursor""";

	/** The indexes have this order: no row is read that is not returned. */
	private static final String CHANGES = """
			 UNION ALL (SELECT event_partition, event_offset, id, NULL, name, email, created_at FROM users
			WHERE event_partition = ? AND event_offset >= ? AND event_offset < ? ORDER BY event_offset LIMIT ?)
			 UNION ALL (SELECT event_partition, event_offset, NULL, user_id, NULL, NULL, NULL FROM user_erasures
			WHERE event_partition = ? AND event_offset >= ? AND event_offset < ? ORDER BY event_offset LIMIT ?)""";

	private final JdbcClient jdbc;

	UserArrivals(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Returns the position after all users who are visible now.
	 */
	public FeedPosition current() {
		Map<Integer, Long> cursors = new HashMap<>();
		this.jdbc.sql("SELECT topic_partition, next_offset FROM projection_cursor")
			.query((RowCallbackHandler) (row) -> cursors.put(row.getInt(1), row.getLong(2)));
		FeedPosition position = new FeedPosition(List.of());
		for (Map.Entry<Integer, Long> cursor : cursors.entrySet()) {
			position = position.with(cursor.getKey(), cursor.getValue());
		}
		return position;
	}

	/**
	 * Returns the first changes between two positions. Where {@code to} is not visible
	 * yet, for instance on a replica that is behind, they end before it: cursors and
	 * changes are read by one statement, from one snapshot.
	 * @param size about how many changes
	 */
	public Arrivals between(FeedPosition from, FeedPosition to, int size) {
		List<Integer> partitions = from.behind(to);
		if (partitions.isEmpty()) {
			return new Arrivals(List.of(), from, true);
		}
		int share = Math.max(1, size / partitions.size());
		List<Object> parameters = new ArrayList<>();
		for (int partition : partitions) {
			List<Object> part = List.of(partition, from.of(partition), to.of(partition), share);
			parameters.addAll(part);
			parameters.addAll(part);
		}
		Map<Integer, Long> visible = new HashMap<>();
		List<Row> rows = new ArrayList<>();
		this.jdbc.sql(CURSORS + String.join("", Collections.nCopies(partitions.size(), CHANGES)))
			.params(parameters)
			.query((RowCallbackHandler) (row) -> {
				int partition = row.getInt("part");
				UserView user = UserView.of(row);
				String id = (user != null) ? user.id() : row.getString("erased");
				if (id == null) {
					visible.put(partition, row.getLong("place"));
				}
				else {
					rows.add(new Row(partition, row.getLong("place"), id, user));
				}
			});
		rows.sort(Comparator.comparingInt(Row::partition).thenComparingLong(Row::offset));
		return arrivals(from, to, partitions, share, visible, rows);
	}

	private static Arrivals arrivals(FeedPosition from, FeedPosition to, List<Integer> partitions, int share,
			Map<Integer, Long> visible, List<Row> rows) {
		List<Arrival> users = new ArrayList<>();
		Map<Integer, Integer> counts = new HashMap<>();
		FeedPosition position = from;
		for (Row row : rows) {
			// Of each kind there may be as many.
			if (counts.merge(row.partition, 1, Integer::sum) <= share) {
				position = position.with(row.partition, row.offset + 1);
				users.add(new Arrival(row.id, row.user, position));
			}
		}
		boolean complete = true;
		for (int partition : partitions) {
			if (counts.getOrDefault(partition, 0) >= share) {
				complete = false;
			}
			else {
				long end = Math.min(to.of(partition), visible.getOrDefault(partition, 0L));
				position = position.with(partition, Math.max(position.of(partition), end));
			}
		}
		return new Arrivals(users, position, complete);
	}

	private record Row(int partition, long offset, String id, @Nullable UserView user) {
	}

}
