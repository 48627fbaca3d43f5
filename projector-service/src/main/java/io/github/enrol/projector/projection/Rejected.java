/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event that cannot be applied, and the reason.
 */
public record Rejected(ConsumerRecord<String, byte[]> record, Exception reason) {
}
