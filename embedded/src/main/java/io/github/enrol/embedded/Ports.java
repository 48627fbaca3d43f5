/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * TCP ports on the loopback interface.
 */
public final class Ports {

	/**
	 * The only address on which everything here listens.
	 */
	public static final String LOOPBACK = "127.0.0.1";

	// A lock of byte n says that a process was given port n; it ends with the process.
	// The
	// channel is never closed, which would release all locks.
	private static @Nullable FileChannel reservations;

	private Ports() {
	}

	/**
	 * Finds a free port below the range that operating systems use for outgoing
	 * connections: a server that restarts must find its port still free, not taken by a
	 * client that is trying to reconnect. No process of the same user finds it again
	 * while this JVM runs, even if nothing listens on it yet.
	 */
	public static int free() {
		for (int attempt = 0; attempt < 100; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
			if (reserve(port) && isFree(port)) {
				return port;
			}
		}
		throw new StartException("No free TCP port was found between 20000 and 32000.");
	}

	private static synchronized boolean reserve(int port) {
		Path file = Path.of(System.getProperty("java.io.tmpdir"), "enrol-ports-" + System.getProperty("user.name"));
		try {
			if (reservations == null) {
				reservations = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			}
			return reservations.tryLock(port, 1, false) != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
		catch (IOException ex) {
			throw new StartException("No TCP port can be reserved in %s: %s.".formatted(file, Directories.reason(ex)),
					ex);
		}
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

	/**
	 * Returns whether a server could listen on the port.
	 */
	public static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
