/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.time.LocalDateTime;

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
}
