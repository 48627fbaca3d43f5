/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.Map;
import java.util.Set;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.RequiredRights;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The rights in Kafka without which this service does not begin, as docs/security.md has
 * them.
 */
final class RegistrationRights {

	private static final Set<AclOperation> WRITTEN = Set.of(AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);

	private static final Set<AclOperation> READ_AND_WRITTEN = Set.of(AclOperation.READ, AclOperation.WRITE,
			AclOperation.DESCRIBE_CONFIGS);

	private RegistrationRights() {
	}

	/**
	 * Returns the rights, to create topics excepted.
	 * @param applicationId of Kafka Streams, which names its group and the changelog, and
	 * begins its transactional ids
	 */
	static RequiredRights of(String applicationId) {
		return new RequiredRights(Map.of(CommandRecords.COMMANDS_TOPIC, READ_AND_WRITTEN, CommandRecords.REPLIES_TOPIC,
				READ_AND_WRITTEN, StateRecords.topic(applicationId), READ_AND_WRITTEN, UserEvents.TOPIC, WRITTEN,
				RegistrationTopics.COMMANDS_DEAD_LETTER, WRITTEN), applicationId, applicationId + "-");
	}

}
