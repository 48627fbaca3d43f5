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
 * Looks up single users in the read model. Each look-up is one statement without a
 * transaction, which would cost round trips; Spring Data would wrap {@code findById} in
 * one.
 */
public interface UserViews extends Repository<UserView, String> {

	@Query("SELECT id, name, email, created_at FROM users WHERE id = :id")
	Optional<UserView> findOneById(String id);

	/**
	 * Returns how far the commands of each partition are projected.
	 */
	@Query("SELECT topic_partition, command_offset FROM projection_cursor")
	List<Position> positions();

	/**
	 * The last command of a partition of {@code user-commands} whose event is projected.
	 */
	record Position(int topicPartition, long commandOffset) {
	}

}
