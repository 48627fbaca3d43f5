/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.nio.file.Path;

import io.github.enrol.embedded.EmbeddedDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseTests {

	@Test
	void isEncryptedOnlyIfThatIsAskedFor() {
		Database database = new Database(new EmbeddedDatabase(Path.of("unused"), 3306).jdbcUrl());
		assertThat(database.jdbcUrl()).contains("sslMode=DISABLED");
		assertThat(database.encrypted().jdbcUrl()).contains("sslMode=REQUIRED").doesNotContain("DISABLED");
	}

}
