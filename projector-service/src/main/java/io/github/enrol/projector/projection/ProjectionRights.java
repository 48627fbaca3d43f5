/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.BoundedAdmin;
import io.github.enrol.kafka.RequiredRights;
import io.github.enrol.kafka.deadletters.Letter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The rights in Kafka without which this service does not begin, as docs/security.md has
 * them.
 */
final class ProjectionRights {

	private static final Map<String, Set<AclOperation>> TOPICS = Map.of(UserEvents.TOPIC, Set.of(AclOperation.READ),
			UserEvents.DEAD_LETTER_TOPIC, Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS),
			Letter.COMMANDS_TOPIC, Set.of(AclOperation.READ));

	private final Map<String, Object> configs;

	private final RequiredRights rights;

	/**
	 * Creates the list.
	 * @param configs of an admin client
	 * @param group of the consumer
	 */
	ProjectionRights(Map<String, Object> configs, String group) {
		this.configs = configs;
		this.rights = new RequiredRights(TOPICS, group, null);
	}

	/**
	 * Asks Kafka.
	 * @throws KafkaException that names all that are missing
	 */
	void require() {
		try (Admin admin = BoundedAdmin.create(this.configs, RequiredRights.TIMEOUT)) {
			this.rights.require(admin);
		}
		catch (TimeoutException ex) {
			throw new KafkaException("Kafka does not tell in time what this account may do", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("interrupted", ex);
		}
	}

}
