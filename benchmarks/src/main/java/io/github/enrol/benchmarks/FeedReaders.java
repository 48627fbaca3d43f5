/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * Readers of the feed of users, all by one thread.
 */
final class FeedReaders implements AutoCloseable {

	private static final byte[] ID = "\"id\":\"".getBytes(StandardCharsets.US_ASCII);

	private static final int ID_LENGTH = 26;

	private final Selector selector = Selector.open();

	private final LongConsumer user;

	private final Thread thread = new Thread(this::read, "readers");

	private final AtomicInteger open = new AtomicInteger();

	/**
	 * Opens readers.
	 * @param user is given the number that is the id of a user who arrives at a reader
	 */
	FeedReaders(URI feed, int count, LongConsumer user) throws IOException {
		this.user = user;
		for (int i = 0; i < count; i++) {
			SocketChannel channel = SocketChannel.open(new InetSocketAddress(feed.getHost(), feed.getPort()));
			channel.write(ByteBuffer.wrap(("GET " + feed.getPath() + " HTTP/1.0\r\nHost: " + feed.getAuthority()
					+ "\r\nAccept: text/event-stream\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII)));
			channel.configureBlocking(false);
			channel.register(this.selector, SelectionKey.OP_READ, ByteBuffer.allocate(16 * 1_024));
		}
		this.thread.start();
	}

	/**
	 * Returns how many have got something and are not at the end.
	 */
	int open() {
		return this.open.get();
	}

	private void read() {
		try {
			while (this.selector.isOpen()) {
				this.selector.select((key) -> read(key, (SocketChannel) key.channel(), (ByteBuffer) key.attachment()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(SelectionKey key, SocketChannel channel, ByteBuffer buffer) {
		try {
			if (channel.read(buffer) < 0) {
				key.cancel();
				this.open.decrementAndGet();
				return;
			}
			if (key.interestOps() == SelectionKey.OP_READ && buffer.position() > 0 && buffer.get(0) == 'H') {
				// The status line.
				buffer.put(0, (byte) ' ');
				this.open.incrementAndGet();
			}
			buffer.flip();
			int rest = find(buffer);
			buffer.position(rest).compact();
		}
		catch (IOException ex) {
			key.cancel();
			this.open.decrementAndGet();
		}
	}

	/**
	 * Finds all ids that are complete.
	 * @return from where on to look again
	 */
	private int find(ByteBuffer buffer) {
		int next = 0;
		int last = buffer.limit() - ID.length - ID_LENGTH;
		for (; next <= last; next++) {
			if (buffer.get(next) == ID[0] && buffer.slice(next, ID.length).equals(ByteBuffer.wrap(ID))) {
				byte[] id = new byte[ID_LENGTH];
				buffer.get(next + ID.length, id);
				this.user.accept(Long.parseLong(new String(id, StandardCharsets.US_ASCII)));
				next += ID.length + ID_LENGTH - 1;
			}
		}
		return Math.max(0, Math.min(next, buffer.limit()));
	}

	@Override
	public void close() throws IOException {
		for (SelectionKey key : this.selector.keys()) {
			key.channel().close();
		}
		this.selector.close();
	}

}
