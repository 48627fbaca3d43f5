/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RequiredRightsTests {

	private final RequiredRights rights = new RequiredRights(
			Map.of("b", Set.of(AclOperation.WRITE, AclOperation.READ, AclOperation.DESCRIBE_CONFIGS), "a",
					Set.of(AclOperation.WRITE)),
			"group", null);

	@Test
	void allThatAreMissingAreNamed() {
		assertThatExceptionOfType(AuthorizationException.class)
			.isThrownBy(() -> this.rights
				.requireOf(Map.of("b", topic("b", Set.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS)), "a",
						topic("a", Set.of(AclOperation.DESCRIBE)))))
			.withMessage("this account lacks Write of topic a; Read, Write of topic b");
	}

	@Test
	void moreThanIsNeededDoesNoHarmAndATopicThatDoesNotExistIsNotMissing() {
		assertThatCode(() -> this.rights
			.requireOf(Map.of("a", topic("a", Set.of(AclOperation.DESCRIBE, AclOperation.WRITE, AclOperation.READ)),
					"other", topic("other", Set.of(AclOperation.DESCRIBE)))))
			.doesNotThrowAnyException();
	}

	@Test
	void aBrokerThatDoesNotTellAllowsAll() {
		assertThatCode(() -> this.rights.requireOf(Map.of("a", topic("a", null), "b", topic("b", Set.of()))))
			.doesNotThrowAnyException();
	}

	@Test
	void aBrokerThatDoesNotAnswerAllowsNothing() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				Admin admin = BoundedAdmin.create(Map.of("bootstrap.servers", "127.0.0.1:" + silent.getLocalPort()),
						Duration.ofMillis(200))) {
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> this.rights.require(admin));
		}
	}

	private static TopicDescription topic(String name, @Nullable Set<AclOperation> allowed) {
		return new TopicDescription(name, false, List.of(), allowed);
	}

}
