/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.topics;

import java.util.Collection;

import io.github.enrol.kafka.topics.TopicSetting.Severity;
import org.jspecify.annotations.Nullable;

/**
 * A setting of an existing topic that is not what it must be.
 *
 * @param setting its name, or {@value #REPLICAS}
 * @param needed describes the allowed values
 * @param reason what can happen
 * @param value what a repair sets; null if no setting can repair it
 * @param remedy a command line
 */
public record TopicFinding(String topic, String setting, String found, String needed, Severity severity, String reason,
		@Nullable String value, String remedy) {

	static final String REPLICAS = "replication factor";

	static TopicFinding of(String topic, TopicSetting setting, String found) {
		return new TopicFinding(topic, setting.name(), found, setting.needed(), setting.severity(), setting.reason(),
				setting.created(), "kafka-configs.sh --bootstrap-server … --alter --entity-type topics --entity-name "
						+ topic + " --add-config " + setting.name() + "=" + setting.created());
	}

	static TopicFinding replicas(String topic, int found, int needed) {
		return new TopicFinding(topic, REPLICAS, Integer.toString(found), "at least " + needed, Severity.ADVISED,
				"fewer broken brokers lose its records or stop its partitions", null,
				"kafka-reassign-partitions.sh, with a plan that names " + needed
						+ " brokers for each of its partitions");
	}

	/**
	 * How a property names it to allow it.
	 */
	public String name() {
		return this.topic + "/" + this.setting;
	}

	/**
	 * Whether the topic must not be used.
	 * @param allowed names of findings that are allowed
	 */
	public boolean isRefused(Collection<String> allowed) {
		return this.severity == Severity.REQUIRED
				|| (this.severity == Severity.KEEPS_DATA && !allowed.contains(name()));
	}

	/**
	 * Says what to do about it.
	 * @param property lists allowed findings
	 */
	public String remedy(String property) {
		return "Run " + this.remedy
				+ ((this.severity == Severity.KEEPS_DATA) ? ", or accept the loss by " + property + "=" + name() : "")
				+ ".";
	}

	/**
	 * Says what is wrong, in one sentence.
	 */
	@Override
	public String toString() {
		return "The topic " + this.topic + " has " + this.setting + "=" + this.found + " instead of " + this.needed
				+ ", so that " + this.reason + ".";
	}

}
