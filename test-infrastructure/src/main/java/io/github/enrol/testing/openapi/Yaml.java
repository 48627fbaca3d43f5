/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.ClassPathResource;

/**
 * YAML as JSON.
 */
final class Yaml {

	static final JsonMapper MAPPER = new JsonMapper();

	private Yaml() {
	}

	static ObjectNode resource(String path) {
		try (InputStream in = new ClassPathResource(path).getInputStream()) {
			return MAPPER.valueToTree(new org.yaml.snakeyaml.Yaml().load(in));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
