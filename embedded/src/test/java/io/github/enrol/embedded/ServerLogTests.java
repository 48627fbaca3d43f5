/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The line of a log that explains a failure.
 */
class ServerLogTests {

	@Test
	void isTheFirstErrorOfMariaDb() {
		assertThat(ServerLog.reason(List.of("2026-11-26  1:02:03 0 [Note] Starting MariaDB 11.4.5-MariaDB source",
				"2026-11-26  1:02:03 0 [ERROR] InnoDB: Unable to lock ./ibdata1 error: 11",
				"2026-11-26  1:02:04 0 [ERROR] Aborting")))
			.isEqualTo("InnoDB: Unable to lock ./ibdata1 error: 11");
	}

	@Test
	void isTheFirstErrorOfMySql() {
		assertThat(
				ServerLog.reason(List.of("2026-11-26T01:02:03.1Z 0 [Warning] [MY-010068] [Server] CA is self signed.",
						"2026-11-26T01:02:03.2Z 1 [ERROR] [MY-012592] [InnoDB] Operating system error number 13.",
						"2026-11-26T01:02:03.3Z 0 [ERROR] [MY-010119] [Server] Aborting")))
			.isEqualTo("Operating system error number 13");
	}

	@Test
	void isWhatTheLoaderSays() {
		String line = "mariadbd: error while loading shared libraries: libcrypt.so.1: cannot open shared object file";
		assertThat(ServerLog.reason(List.of(line, "", "Installation of system tables failed!"))).isEqualTo(line);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "0 [ERROR] InnoDB: preallocating 100663296 bytes for file ./ib_logfile101 failed with error 28",
					"1 [ERROR] mariadbd: Disk full (/tmp/x); waiting (errno: 28 \"No space left on device\")",
					"[ERROR] [MY-012592] [InnoDB] Operating system error number 28 in a file operation.",
					"mkdir: cannot create directory: No space left on device" })
	void saysThatTheDiskIsFull(String line) {
		assertThat(ServerLog.reason(List.of(line, "0 [ERROR] Aborting"))).isEqualTo("no space is left on the disk");
	}

	@Test
	void isTheLastLineWithoutAnError() {
		assertThat(ServerLog.reason(List.of("one", "two", " "))).isEqualTo("two");
		assertThat(ServerLog.reason(List.of())).isEqualTo("it wrote nothing");
	}

}
