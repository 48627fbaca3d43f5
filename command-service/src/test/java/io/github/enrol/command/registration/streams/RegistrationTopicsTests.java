/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RegistrationTopicsTests {

	@Test
	void commandsAndEventsMustHaveTheSameNumberOfPartitions() {
		assertThatCode(() -> RegistrationTopics.requireSamePartitions(12, 12)).doesNotThrowAnyException();
		assertThatExceptionOfType(TopicMismatchException.class)
			.isThrownBy(() -> RegistrationTopics.requireSamePartitions(12, 4))
			.withMessageContaining("12 partitions")
			.withMessageContaining("4");
	}

	@Test
	void commandsMustKeepTheirOwnTime() {
		assertThatCode(() -> RegistrationTopics.requireCreateTime("CreateTime")).doesNotThrowAnyException();
		assertThatExceptionOfType(TopicMismatchException.class)
			.isThrownBy(() -> RegistrationTopics.requireCreateTime("LogAppendTime"))
			.withMessageContaining("message.timestamp.type=LogAppendTime");
	}

}
