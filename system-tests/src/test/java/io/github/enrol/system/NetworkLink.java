/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.github.enrol.embedded.Ports;

/**
 * A network connection that can be cut: a TCP proxy. While it is cut, nothing gets
 * through and no connection is closed, as if a cable were unplugged.
 */
final class NetworkLink implements AutoCloseable {

	private final ServerSocket entrance;

	private final int exit;

	private boolean cut;

	/**
	 * Opens the connection.
	 * @param exit the destination port
	 */
	NetworkLink(int exit) {
		this.exit = exit;
		try {
			this.entrance = new ServerSocket(0, 50, InetAddress.getByName(Ports.LOOPBACK));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	int port() {
		return this.entrance.getLocalPort();
	}

	synchronized void cut() {
		this.cut = true;
	}

	synchronized void mend() {
		this.cut = false;
		notifyAll();
	}

	private synchronized void awaitMended() throws InterruptedException {
		while (this.cut) {
			wait();
		}
	}

	private void accept() throws IOException {
		while (!this.entrance.isClosed()) {
			Socket client = this.entrance.accept();
			start(() -> connect(client));
		}
	}

	private void connect(Socket client) throws IOException, InterruptedException {
		awaitMended();
		try (client; Socket server = new Socket(Ports.LOOPBACK, this.exit)) {
			Thread back = start(() -> pump(server, client));
			pump(client, server);
			back.join();
		}
	}

	/**
	 * Ends both directions when one has ended, or was reset: nobody would notice that
	 * while waiting for the other.
	 */
	private void pump(Socket from, Socket to) throws IOException, InterruptedException {
		try (from; to) {
			byte[] buffer = new byte[65_536];
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				awaitMended();
				out.write(buffer, 0, count);
			}
			awaitMended();
		}
	}

	private static Thread start(Pump pump) {
		Thread thread = new Thread(() -> {
			try {
				pump.run();
			}
			catch (IOException ended) {
				// One of the two is gone, which is what these tests are about.
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "network-link");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@Override
	public void close() {
		try {
			this.entrance.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Pump {

		void run() throws IOException, InterruptedException;

	}

}
