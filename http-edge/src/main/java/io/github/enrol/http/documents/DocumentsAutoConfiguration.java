/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.documents;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Serves the documents below {@code /docs}.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class DocumentsAutoConfiguration {

	/** Its documents are parsed when one is first asked for. */
	@Bean
	@Lazy
	DocumentController documentController(@Value("${spring.application.name:}") String service) {
		return new DocumentController(service);
	}

}
