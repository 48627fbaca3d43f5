/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.Optional;

import io.github.enrol.command.registration.gateway.DecisionRules;
import io.github.enrol.command.registration.gateway.UnknownRulesException;
import io.github.enrol.command.registration.streams.StreamThreadFailures.PartitionProgress;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@ExtendWith(OutputCaptureExtension.class)
class StreamThreadFailuresTests {

	private final StreamThreadFailures failures = new StreamThreadFailures((pause) -> {
	});

	@Test
	void repeatedFailuresAtOneCommandMakeAPartitionStuckAndAreReportedOnce(CapturedOutput output) {
		PartitionProgress partition = this.failures.of(2);
		for (int i = 1; i <= 2 * StreamThreadFailures.MAX_IN_A_ROW; i++) {
			assertThat(this.failures.isStuck()).isEqualTo(i > StreamThreadFailures.MAX_IN_A_ROW);
			// The command and others are decided again.
			partition.begin(41);
			partition.begin(42);
			this.failures.of(1).begin(100 + i);
			fail(2);
		}
		assertThat(output.getAll().split("Partition 2 of user-commands is stuck at offset 42", -1)).hasSize(2);
		partition.begin(43);
		assertThat(this.failures.isStuck()).isFalse();
	}

	@Test
	void aPartitionThatWaitsForNewerRulesIsReportedOnceAndIsNotStuck(CapturedOutput output) {
		Headers headers = new RecordHeaders();
		DecisionRules.demand(headers, 2);
		UnknownRulesException outdated = catchThrowableOfType(UnknownRulesException.class,
				() -> DecisionRules.requireKnown(headers));
		PartitionProgress partition = this.failures.of(2);
		for (int i = 0; i < 2 * StreamThreadFailures.MAX_IN_A_ROW; i++) {
			partition.begin(41);
			this.failures.outdated(2, 42, outdated);
			assertThat(this.failures.isOutdated()).isTrue();
			assertThat(this.failures.undecided()).isOne();
		}
		assertThat(this.failures.isStuck()).isFalse();
		assertThat(output).containsOnlyOnce("Partition 2 of user-commands is not decided here from offset 42 on: that"
				+ " command is to be decided by version 2 of the rules, and this build knows those up to 1.");
		partition.begin(43);
		assertThat(this.failures.isOutdated()).isFalse();
		assertThat(this.failures.undecided()).isZero();
	}

	@Test
	void aPartitionThatProgressesBetweenFailuresIsNotStuck() {
		for (int i = 0; i < 10 * StreamThreadFailures.MAX_IN_A_ROW; i++) {
			this.failures.of(2).begin(i);
			fail(2);
			assertThat(this.failures.isStuck()).isFalse();
		}
	}

	@Test
	void failuresWithoutAPartitionCountUntilAnyPartitionProgresses() {
		for (int i = 0; i < StreamThreadFailures.MAX_IN_A_ROW - 1; i++) {
			fail(null);
		}
		this.failures.of(0).begin(0);
		fail(null);
		assertThat(this.failures.isStuck()).isFalse();
		for (int i = 1; i < StreamThreadFailures.MAX_IN_A_ROW; i++) {
			fail(null);
		}
		assertThat(this.failures.isStuck()).isTrue();
	}

	@Test
	void missingRightsAreAnOutageAndNoStuckPartition(CapturedOutput output) {
		assertThat(this.failures.isRefused()).isFalse();
		for (int i = 0; i < 3 * StreamThreadFailures.MAX_IN_A_ROW; i++) {
			assertThat(this.failures.handle(new StreamsException(new TopicAuthorizationException("user-commands"))))
				.isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
		}
		assertThat(this.failures.isStuck()).isFalse();
		assertThat(this.failures.isRefused()).isTrue();
		assertThat(output).containsOnlyOnce("Kafka refuses the stream threads").doesNotContain("\tat ");
	}

	private void fail(Integer partition) {
		TaskId task = Optional.ofNullable(partition).map((number) -> new TaskId(0, number)).orElse(null);
		assertThat(this.failures.handle(new StreamsException("", new IllegalStateException(), task)))
			.isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
	}

}
