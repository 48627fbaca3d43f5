/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event and why it cannot be applied.
 */
public record Rejected(ConsumerRecord<String, byte[]> record, Exception reason) {
}
