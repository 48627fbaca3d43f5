/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A port is given once, before anything listens on it.
 */
class PortsIntegrationTests {

	// With 300 of 12,000 ports on both sides, chance alone would give 7 of them twice.
	private static final int PORTS = 300;

	@Test
	void givesEachPortToOneProcessOnly() throws Exception {
		Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), PortsIntegrationTests.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			byte[] line = new byte[PORTS * 6];
			other.getInputStream().readNBytes(line, 0, line.length);
			List<Integer> theirs = List.of(new String(line, StandardCharsets.US_ASCII).split(" "))
				.stream()
				.map(Integer::valueOf)
				.toList();
			List<Integer> ours = IntStream.range(0, PORTS).mapToObj((i) -> Ports.free()).toList();
			assertThat(theirs).hasSize(PORTS).doesNotHaveDuplicates();
			assertThat(ours).doesNotHaveDuplicates().doesNotContainAnyElementsOf(theirs);
		}
		finally {
			other.destroy();
		}
	}

	/** Is given ports, and keeps them until it is ended. */
	public static void main(String[] args) throws IOException {
		for (int i = 0; i < PORTS; i++) {
			System.out.print(Ports.free() + " ");
		}
		System.out.flush();
		System.in.read();
	}

}
