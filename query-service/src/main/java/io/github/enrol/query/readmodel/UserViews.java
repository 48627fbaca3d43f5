/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.util.List;
import java.util.Optional;

import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/**
 * The users in the read model, one by one. Each look-up is one statement and needs no
 * transaction, which costs round trips. Spring Data puts one around {@code findById},
 * whoever declares it.
 */
public interface UserViews extends Repository<UserView, String> {

	@Query("SELECT id, name, email, created_at FROM users WHERE id = :id")
	Optional<UserView> findOneById(String id);

	/**
	 * How far the commands of each partition are projected.
	 */
	@Query("SELECT topic_partition, command_offset FROM projection_cursor")
	List<Position> positions();

	/**
	 * Of a partition of {@code user-commands}, the last command whose event is projected.
	 */
	record Position(int topicPartition, long commandOffset) {
	}

}
