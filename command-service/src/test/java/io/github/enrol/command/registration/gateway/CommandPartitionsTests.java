/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommandPartitionsTests {

	private final CommandPartitions partitions = new CommandPartitions();

	@BeforeEach
	void use() {
		this.partitions.use(3);
	}

	@Test
	void takeCommandsUntilOneCannotBeWritten() {
		assertThat(IntStream.range(0, 3)).allMatch(this.partitions::admits);
		this.partitions.notWritten(1);
		assertThat(this.partitions.admits(0)).isTrue();
		assertThat(this.partitions.admits(1)).isFalse();
		this.partitions.written(1);
		assertThat(this.partitions.admits(1)).isTrue();
		assertThat(this.partitions.admits(1)).isTrue();
	}

	@Test
	void oneTrialIsAdmittedAfterASecond() {
		this.partitions.notWritten(1);
		Awaitility.await().until(() -> this.partitions.admits(1));
		assertThat(this.partitions.admits(1)).isFalse();
	}

	@Test
	void takeNoCommandsWhileTheClusterCannotWriteThem() {
		BitSet some = new BitSet();
		some.set(2);
		this.partitions.unwritable(some, "a reason");
		assertThat(this.partitions.writable()).isEqualTo(2);
		assertThat(this.partitions.admits(0)).isTrue();
		assertThat(this.partitions.admits(2)).isFalse();
		this.partitions.unwritable(new BitSet(), "");
		assertThat(this.partitions.admits(2)).isTrue();
		assertThat(this.partitions.writable()).isEqualTo(3);
	}

	/**
	 * Of murmur2, as in Kafka's own UtilsTest: -973932308 and -790332482.
	 */
	@Test
	void addressesHaveThePartitionsThatTheClientsOfKafkaGiveThem() {
		assertThat(this.partitions.of("21".getBytes(StandardCharsets.UTF_8))).isEqualTo((-973932308 & 0x7fffffff) % 3);
		assertThat(this.partitions.of("foobar".getBytes(StandardCharsets.UTF_8)))
			.isEqualTo((-790332482 & 0x7fffffff) % 3);
	}

}
