/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

import io.github.enrol.http.database.SchemaLock;
import io.github.enrol.query.readmodel.Projection.Partition;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads how far the projection is. A rebuild is seen by its lock, which the database
 * releases whatever happens to the projector.
 */
@Component
public class Projections {

	private static final String STATUS = """
			SELECT read_at, rebuilding, cursors.topic_partition, cursors.next_offset, users, end_offset, as_of,
				caught_up_at, moved_at
			FROM (SELECT UTC_TIMESTAMP(3) AS read_at, IS_USED_LOCK(?) IS NOT NULL AS rebuilding) AS present
			LEFT JOIN projection_cursor AS cursors ON TRUE
			LEFT JOIN projection_status AS reports ON reports.topic_partition = cursors.topic_partition
			ORDER BY cursors.topic_partition""";

	private final JdbcClient jdbc;

	Projections(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	public Projection current() {
		String schema = this.jdbc.sql("SELECT DATABASE()").query(String.class).single();
		return this.jdbc.sql(STATUS).param(SchemaLock.ofRebuild(schema)).query(Projections::projection);
	}

	private static Projection projection(ResultSet rows) throws SQLException {
		List<Partition> partitions = new ArrayList<>();
		rows.next();
		LocalDateTime readAt = rows.getObject("read_at", LocalDateTime.class);
		boolean rebuilding = rows.getBoolean("rebuilding");
		do {
			Integer partition = rows.getObject("topic_partition", Integer.class);
			if (partition != null) {
				partitions.add(new Partition(partition, rows.getLong("next_offset"), rows.getLong("users"),
						rows.getObject("end_offset", Long.class), time(rows, "as_of"), time(rows, "caught_up_at"),
						time(rows, "moved_at")));
			}
		}
		while (rows.next());
		return new Projection(readAt, rebuilding, partitions);
	}

	private static @Nullable LocalDateTime time(ResultSet rows, String column) throws SQLException {
		return rows.getObject(column, LocalDateTime.class);
	}

}
