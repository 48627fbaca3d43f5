/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.time.LocalDateTime;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A user as the read model shows it. It never changes.
 *
 * @param id a ULID: users that registered later have greater ones
 * @param name as typed, trimmed
 * @param email as typed, trimmed
 * @param createdAt when the user registered, as the column has it: in UTC, and without a
 * zone, so that neither the driver nor the JVM can shift it to another
 */
@Table("users")
public record UserView(@Id String id, String name, String email, LocalDateTime createdAt) {
}
