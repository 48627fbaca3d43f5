/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What an event does to the read model.
 */
sealed interface UserChange permits UserRow, ErasedUser {

	/** The event. */
	ConsumerRecord<String, byte[]> record();

}
