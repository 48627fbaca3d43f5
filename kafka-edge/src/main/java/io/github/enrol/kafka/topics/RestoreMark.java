/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.topics;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * Marks a changelog that is being restored, and so lacks addresses (ADR 22). The mark is
 * a cleanup policy that may delete, with a retention by which it never does:
 * command-services of any version refuse a changelog with such a policy.
 */
public final class RestoreMark {

	private static final Map<String, String> SETTINGS = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG,
			TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
			TopicConfig.RETENTION_MS_CONFIG, "-1", TopicConfig.RETENTION_BYTES_CONFIG, "-1");

	private RestoreMark() {
	}

	/**
	 * Returns whether a topic is marked.
	 * @param config of the topic; null if it does not exist
	 */
	public static boolean isOn(@Nullable Config config) {
		return config != null
				&& TopicSetting.elements(value(config, TopicConfig.CLEANUP_POLICY_CONFIG))
					.containsAll(List.of(TopicConfig.CLEANUP_POLICY_COMPACT, TopicConfig.CLEANUP_POLICY_DELETE))
				&& value(config, TopicConfig.RETENTION_MS_CONFIG).equals("-1");
	}

	private static String value(Config config, String name) {
		ConfigEntry entry = config.get(name);
		return (entry != null && entry.value() != null) ? entry.value() : "";
	}

	/**
	 * Returns the settings of a new topic with the mark.
	 */
	public static Map<String, String> on(Map<String, String> settings) {
		Map<String, String> marked = new HashMap<>(settings);
		marked.putAll(SETTINGS);
		return marked;
	}

	/**
	 * Returns what marks an existing topic.
	 */
	public static Collection<AlterConfigOp> set() {
		return SETTINGS.entrySet()
			.stream()
			.map((setting) -> new AlterConfigOp(new ConfigEntry(setting.getKey(), setting.getValue()), OpType.SET))
			.toList();
	}

	/**
	 * Returns what removes the mark.
	 */
	public static Collection<AlterConfigOp> remove() {
		return List.of(new AlterConfigOp(
				new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT), OpType.SET),
				new AlterConfigOp(new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, ""), OpType.DELETE),
				new AlterConfigOp(new ConfigEntry(TopicConfig.RETENTION_BYTES_CONFIG, ""), OpType.DELETE));
	}

}
