/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.io.IOException;

import io.github.enrol.testing.openapi.OpenApi;
import org.junit.jupiter.api.Test;

class OpenApiTests {

	@Test
	void theCheckedInDocumentIsWhatTheCodeSays() throws IOException {
		OpenApi.assertUpToDate("command-service");
	}

}
