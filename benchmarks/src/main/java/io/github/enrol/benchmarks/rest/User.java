/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks.rest;

import java.time.LocalDateTime;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A row of the read model.
 */
@Entity
@Table(name = "users")
@SuppressWarnings("NullAway.Init")
public class User {

	@Id
	private String id;

	private String name;

	private String email;

	private String emailKey;

	private LocalDateTime createdAt;

	public String getId() {
		return this.id;
	}

	public String getName() {
		return this.name;
	}

	public String getEmail() {
		return this.email;
	}

	@JsonIgnore
	public String getEmailKey() {
		return this.emailKey;
	}

	public LocalDateTime getCreatedAt() {
		return this.createdAt;
	}

}
