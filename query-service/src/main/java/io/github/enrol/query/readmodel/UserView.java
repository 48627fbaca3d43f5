/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A user in the read model. Immutable.
 *
 * @param id a ULID whose time is that of the request to register
 * @param name as typed, trimmed
 * @param email as typed, trimmed
 * @param createdAt when the user registered, as in the column: in UTC without a zone, so
 * that neither the driver nor the JVM can shift it
 */
@Table("users")
public record UserView(@Id String id, String name, String email, LocalDateTime createdAt) {

	/**
	 * Reads the columns {@code id}, {@code name}, {@code email} and {@code created_at}.
	 * @return null if there is no id, as in rows that an outer join has filled up
	 */
	static @Nullable UserView of(ResultSet row) throws SQLException {
		String id = row.getString("id");
		return (id != null) ? new UserView(id, row.getString("name"), row.getString("email"),
				row.getObject("created_at", LocalDateTime.class)) : null;
	}

}
