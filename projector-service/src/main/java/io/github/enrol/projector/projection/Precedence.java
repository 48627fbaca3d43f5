/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which of several users with one address, or one id, a rebuild takes. Within a partition
 * the first one wins. Of several partitions the log does not tell which was first: there,
 * the user who is in the live model stays (ADR 11).
 */
public final class Precedence {

	private final UsersTable live;

	private final UsersTable rebuilt;

	private final Map<String, UserRow> byId = new TreeMap<>();

	private final Map<String, UserRow> byKey = new HashMap<>();

	/** Users who are second in their own partition. */
	private final Set<String> second = new HashSet<>();

	/**
	 * Creates a precedence of no one.
	 */
	public Precedence(JdbcTemplate jdbc, String live, String rebuilt) {
		this.live = new UsersTable(jdbc, live);
		this.rebuilt = new UsersTable(jdbc, rebuilt);
	}

	/**
	 * Gives precedence to live users whose events were rejected because another one came
	 * first.
	 * @return whether anything changed, so that the rebuild has to start over
	 */
	public boolean claim(List<Rejected> rejected) {
		boolean changed = false;
		for (Rejected each : rejected) {
			if (each.reason() instanceof DuplicateKeyException) {
				changed |= claim((UserRow) Batch.change(each.record()).orElseThrow());
			}
		}
		return changed;
	}

	private boolean claim(UserRow row) {
		UserRow claimed = this.byId.get(row.id());
		if (claimed != null && isAtSamePlace(row, claimed)) {
			this.byId.remove(row.id());
			this.byKey.remove(row.emailKey());
			return this.second.add(row.id());
		}
		boolean replaced = this.live.contains(row) && !this.rebuilt.contains(row);
		if (claimed != null || !replaced || this.second.contains(row.id())) {
			return false;
		}
		this.byId.put(row.id(), row);
		this.byKey.put(row.emailKey(), row);
		return true;
	}

	private static boolean isAtSamePlace(UserRow one, UserRow other) {
		return one.record().partition() == other.record().partition()
				&& one.record().offset() == other.record().offset();
	}

	/**
	 * Returns the batch without the users who have to yield.
	 */
	public Batch applyTo(Batch batch) {
		List<Rejected> yielding = new ArrayList<>();
		for (UserChange change : batch.changes()) {
			if (change instanceof ErasedUser erased) {
				this.byId.remove(erased.id());
				this.byKey.remove(erased.emailKey());
			}
			else if (change instanceof UserRow row
					&& (yields(row, this.byId.get(row.id())) || yields(row, this.byKey.get(row.emailKey())))) {
				yielding.add(new Rejected(row.record(), new DuplicateKeyException("The live model has another user")));
			}
		}
		return yielding.isEmpty() ? batch : batch.reject(yielding);
	}

	private static boolean yields(UserRow row, @Nullable UserRow other) {
		return other != null && (row.record().partition() != other.record().partition()
				|| row.record().offset() > other.record().offset());
	}

	/**
	 * Returns the ids of the users with precedence, in order.
	 */
	public Set<String> ids() {
		return this.byId.keySet();
	}

}
