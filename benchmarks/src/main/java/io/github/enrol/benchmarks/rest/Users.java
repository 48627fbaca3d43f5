/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks.rest;

import java.util.Optional;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.repository.Repository;

/**
 * Read only, as the query-service is. Public, or it would not be exported.
 */
public interface Users extends Repository<User, String> {

	Optional<User> findById(String id);

	Optional<User> findByEmailKey(String emailKey);

	Page<User> findAll(Pageable pageable);

}
