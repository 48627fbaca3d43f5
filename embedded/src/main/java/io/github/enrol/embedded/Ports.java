/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports on the loopback interface.
 */
public final class Ports {

	/**
	 * The only address on which everything here listens.
	 */
	public static final String LOOPBACK = "127.0.0.1";

	private Ports() {
	}

	/**
	 * Finds a free port below the range that operating systems use for outgoing
	 * connections: a server that restarts must find its port still free, not taken by a
	 * client that is trying to reconnect.
	 */
	public static int free() {
		for (int attempt = 0; attempt < 100; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
			if (isFree(port)) {
				return port;
			}
		}
		throw new StartException("No free TCP port was found between 20000 and 32000.");
	}

	/**
	 * Checks that a server could listen on the port.
	 * @param port the port
	 * @param purpose its purpose, as in "the Kafka broker"
	 * @throws StartException if it is taken
	 */
	public static void requireFree(int port, String purpose) {
		if (!isFree(port)) {
			throw new StartException("Port " + port + ", meant for " + purpose + ", is already in use.");
		}
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
