/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Keys as text (RFC 7468).
 */
final class Pem {

	private Pem() {
	}

	/**
	 * Writes one.
	 * @param type such as {@code PUBLIC KEY}
	 * @param key in DER
	 */
	static Path write(Path file, String type, byte[] key) throws IOException {
		return Files.writeString(file, "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(key)
				+ "\n-----END " + type + "-----\n");
	}

}
