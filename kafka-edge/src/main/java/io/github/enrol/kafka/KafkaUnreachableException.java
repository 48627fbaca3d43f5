/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import org.apache.kafka.common.KafkaException;

/**
 * No bootstrap server can be used now. The message says why, with each address.
 */
public final class KafkaUnreachableException extends KafkaException {

	KafkaUnreachableException(String message) {
		super(message);
	}

}
