/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing.kubernetes;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A right of a {@code KafkaUser}.
 *
 * @param type as Strimzi names it: topic, group or transactionalId
 * @param prefix whether it is for all resources whose name begins so
 */
public record KafkaRight(String account, String type, String resource, boolean prefix, String operation) {

	/**
	 * Returns all of them.
	 */
	public static List<KafkaRight> all() {
		return Manifest.in("kafka")
			.stream()
			.filter((manifest) -> manifest.kind().equals("KafkaUser"))
			.flatMap((user) -> user.<List<Map<String, Object>>>get("spec", "authorization", "acls")
				.stream()
				.flatMap((acl) -> Manifest.<List<String>>at(acl, "operations")
					.stream()
					.map((operation) -> new KafkaRight(user.name(), Manifest.at(acl, "resource", "type"),
							Manifest.at(acl, "resource", "name"),
							"prefix".equals(Manifest.at(acl, "resource", "patternType")), operation))))
			.toList();
	}

	public static Set<String> accounts() {
		return all().stream().map(KafkaRight::account).collect(Collectors.toSet());
	}

	/**
	 * Returns whether the service does without it, apart from what the table says of it.
	 */
	public boolean isOptional() {
		return this.resource.startsWith("__");
	}

	public AclBinding binding() {
		ResourceType resourceType = switch (this.type) {
			case "topic" -> ResourceType.TOPIC;
			case "group" -> ResourceType.GROUP;
			case "transactionalId" -> ResourceType.TRANSACTIONAL_ID;
			default -> throw new IllegalStateException(this.type);
		};
		return new AclBinding(
				new ResourcePattern(resourceType, this.resource,
						this.prefix ? PatternType.PREFIXED : PatternType.LITERAL),
				new AccessControlEntry("User:" + this.account, "*",
						AclOperation
							.fromString(this.operation.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT)),
						AclPermissionType.ALLOW));
	}

	/**
	 * Returns the resource as documents and refusals name it.
	 */
	public String resourceWithType() {
		String kind = this.type.equals("transactionalId") ? "transactional id" : this.type;
		return kind + " " + this.resource + (this.prefix ? "*" : "");
	}

	@Override
	public String toString() {
		return this.account + " without " + this.operation + " of " + resourceWithType();
	}

}
