/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

import io.github.enrol.http.problems.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GzipStreamTests {

	@Test
	void readsAnyNumberOfMembersHoweverTheirBytesArrive() throws IOException {
		Random random = new Random(1952);
		for (int i = 0; i < 200; i++) {
			ByteArrayOutputStream plain = new ByteArrayOutputStream();
			ByteArrayOutputStream compressed = new ByteArrayOutputStream();
			for (int members = random.nextInt(4); members >= 0; members--) {
				byte[] part = new byte[random.nextInt(30_000)];
				if (random.nextBoolean()) {
					random.nextBytes(part);
				}
				plain.writeBytes(part);
				compressed.writeBytes(gzip(part));
			}
			int size = 1 + random.nextInt(random.nextBoolean() ? 5 : 20_000);
			assertThat(new GzipStream(pieces(compressed.toByteArray(), size)).readAllBytes())
				.isEqualTo(plain.toByteArray());
		}
	}

	@Test
	void readsEveryFieldOfAHeader() throws IOException {
		byte[] member = gzip("text".getBytes(StandardCharsets.UTF_8));
		for (int flags = 0; flags < 0x20; flags++) {
			ByteArrayOutputStream header = new ByteArrayOutputStream();
			header.writeBytes(new byte[] { 0x1F, (byte) 0x8B, 8, (byte) flags, 1, 2, 3, 4, 2, 3 });
			header.writeBytes(((flags & 4) != 0) ? new byte[] { 2, 0, 9, 9 } : new byte[0]);
			header.writeBytes(((flags & 8) != 0) ? "name\0".getBytes(StandardCharsets.UTF_8) : new byte[0]);
			header.writeBytes(((flags & 16) != 0) ? "note\0".getBytes(StandardCharsets.UTF_8) : new byte[0]);
			CRC32 checksum = new CRC32();
			checksum.update(header.toByteArray());
			header.writeBytes(((flags & 2) != 0)
					? new byte[] { (byte) checksum.getValue(), (byte) (checksum.getValue() >> 8) } : new byte[0]);
			header.write(member, 10, member.length - 10);
			assertThat(new GzipStream(new ByteArrayInputStream(header.toByteArray())).readAllBytes()).asString()
				.isEqualTo("text");
		}
	}

	@Test
	void truncatedOrTrailingDataIsAnError() throws IOException {
		byte[] one = gzip("some text, some text".getBytes(StandardCharsets.UTF_8));
		ByteArrayOutputStream two = new ByteArrayOutputStream();
		two.writeBytes(one);
		two.writeBytes(one);
		for (int length = 0; length < two.size(); length++) {
			if (length != one.length) {
				assertBroken(Arrays.copyOf(two.toByteArray(), length));
			}
		}
		for (int length = 1; length < 100; length++) {
			// Padded with zeros.
			assertBroken(Arrays.copyOf(one, one.length + length));
		}
		assertBroken("{\"username\":\"a\"}".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aChangedByteIsDetectedUnlessItHasNoMeaning() throws IOException {
		byte[] plain = "some text, some text".getBytes(StandardCharsets.UTF_8);
		byte[] whole = gzip(plain);
		Random random = new Random(1951);
		for (int i = 0; i < 5_000; i++) {
			byte[] changed = whole.clone();
			changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
			try {
				assertThat(new GzipStream(new ByteArrayInputStream(changed)).readAllBytes()).isEqualTo(plain);
			}
			catch (Problem problem) {
				assertThat(problem.getBody().getDetail()).contains("cannot be read as gzip");
			}
		}
	}

	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void returnsFlushedBytesWithoutWaitingForMore() throws IOException {
		PipedInputStream in = new PipedInputStream();
		GZIPOutputStream out = new GZIPOutputStream(new PipedOutputStream(in), true);
		GzipStream stream = new GzipStream(in);
		byte[] buffer = new byte[64 * 1024];
		for (int i = 0; i < 100; i++) {
			byte[] line = ("line " + i + "\n").getBytes(StandardCharsets.UTF_8);
			out.write(line);
			out.flush();
			assertThat(new String(buffer, 0, stream.read(buffer), StandardCharsets.UTF_8))
				.isEqualTo(new String(line, StandardCharsets.UTF_8));
		}
		out.close();
		assertThat(stream.read(buffer)).isEqualTo(-1);
	}

	private static void assertBroken(byte[] compressed) {
		assertThatThrownBy(() -> new GzipStream(new ByteArrayInputStream(compressed)).readAllBytes())
			.isInstanceOf(Problem.class)
			.hasMessageContaining("cannot be read as gzip");
	}

	private static byte[] gzip(byte[] plain) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write(plain);
		}
		return compressed.toByteArray();
	}

	/**
	 * Never reports more available bytes, like the stream of a connection.
	 */
	private static InputStream pieces(byte[] bytes, int size) {
		return new ByteArrayInputStream(bytes) {
			@Override
			public int read(byte[] buffer, int offset, int length) {
				return super.read(buffer, offset, Math.min(length, size));
			}

			@Override
			public int available() {
				return 0;
			}
		};
	}

}
