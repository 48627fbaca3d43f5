/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.io.IOException;
import java.io.InputStream;

/**
 * The key that {@code import.sh} derives from the same content: the checksum and length
 * that the POSIX utility {@code cksum} prints. It separates files, and is no protection.
 *
 * @param key the Idempotency-Key
 * @param length of the content, in bytes
 */
record ContentKey(String key, long length) {

	private static final int POLYNOMIAL = 0x04C11DB7;

	private static final int[] TABLE = table();

	static ContentKey of(InputStream content) throws IOException {
		byte[] buffer = new byte[64 * 1024];
		int crc = 0;
		long length = 0;
		for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
			for (int i = 0; i < count; i++) {
				crc = update(crc, buffer[i]);
			}
			length += count;
		}
		for (long rest = length; rest != 0; rest >>>= 8) {
			crc = update(crc, (int) rest);
		}
		return new ContentKey(Integer.toUnsignedString(~crc) + "-" + length, length);
	}

	private static int update(int crc, int octet) {
		return (crc << 8) ^ TABLE[((crc >>> 24) ^ octet) & 0xFF];
	}

	private static int[] table() {
		int[] table = new int[256];
		for (int i = 0; i < table.length; i++) {
			table[i] = i << 24;
			for (int bit = 0; bit < 8; bit++) {
				table[i] = (table[i] << 1) ^ ((table[i] < 0) ? POLYNOMIAL : 0);
			}
		}
		return table;
	}

}
