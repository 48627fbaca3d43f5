/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.kafka.common.errors.SerializationException;

/**
 * Strict UTF-8 (RFC 3629). Java replaces malformed input, so different bytes, in
 * different partitions, would decode to the same address.
 */
public final class StrictUtf8 {

	private static final char REPLACEMENT = '\uFFFD';

	private StrictUtf8() {
	}

	/**
	 * Decodes the bytes.
	 * @throws SerializationException if they are malformed
	 */
	public static String decode(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		if (text.indexOf(REPLACEMENT) >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
			throw new SerializationException("the bytes are not valid UTF-8");
		}
		return text;
	}

}
