/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Creates admin clients for a few questions. With Kafka's defaults, closing one waits a
 * minute for the answers of a broker that is down, whatever the limit of each question.
 */
public final class BoundedAdmin {

	private BoundedAdmin() {
	}

	/**
	 * Creates an admin client.
	 * @param configs of an admin client
	 * @param limit for each answer, and for closing
	 */
	public static Admin create(Map<String, Object> configs, Duration limit) {
		Map<String, Object> bounded = new HashMap<>(configs);
		bounded.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(limit.toMillis()));
		bounded.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(limit.toMillis()));
		return Admin.create(bounded);
	}

}
