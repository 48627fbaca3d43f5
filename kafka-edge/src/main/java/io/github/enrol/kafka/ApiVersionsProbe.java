/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;

import org.apache.kafka.common.protocol.ApiKeys;

/**
 * The first request of each Kafka client, in its oldest version, which every broker
 * answers before authentication (KIP-35, KIP-511).
 */
final class ApiVersionsProbe {

	private static final int CORRELATION_ID = 0x656e726f;

	/** The answer has six bytes for each of some 100 kinds of requests. */
	private static final int LARGEST_ANSWER = 64 * 1024;

	private ApiVersionsProbe() {
	}

	/**
	 * Returns whether the answer is that of a broker.
	 */
	static boolean answers(Socket socket) throws IOException {
		ByteBuffer request = ByteBuffer.allocate(14)
			.putInt(10)
			.putShort(ApiKeys.API_VERSIONS.id)
			.putShort((short) 0)
			.putInt(CORRELATION_ID)
			// No client id.
			.putShort((short) -1);
		socket.getOutputStream().write(request.array());
		DataInputStream answer = new DataInputStream(socket.getInputStream());
		try {
			int length = answer.readInt();
			return length > 0 && length < LARGEST_ANSWER && answer.readInt() == CORRELATION_ID;
		}
		catch (EOFException ex) {
			// A server with TLS may close the connection without a word.
			return false;
		}
	}

}
