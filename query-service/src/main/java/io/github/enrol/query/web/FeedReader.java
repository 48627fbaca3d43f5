/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.enrol.query.readmodel.FeedPosition;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * One reader of the feed. Nothing here blocks: what the connection does not take waits,
 * and the server calls back when it takes more. Meanwhile the reader is given nothing
 * else, so it keeps at most one page, however slow it is, and misses nothing: it goes on
 * from its position. One that takes nothing at all for
 * {@code server.tomcat.connection-timeout} is disconnected by the server.
 */
final class FeedReader implements WriteListener, AsyncListener {

	/**
	 * The request attribute that closes the connection, a {@link Runnable}.
	 */
	static final String CLOSE = FeedReader.class.getName() + ".CLOSE";

	/**
	 * How many bytes are written before the connection is asked again whether it takes
	 * more: Tomcat would copy the rest of a page to buffers of 64 KB for each reader.
	 */
	private static final int PIECE = 8 * 1_024;

	private final AsyncContext request;

	private final ServletOutputStream out;

	private final UserLinks links;

	private final Consumer<FeedReader> onEnd;

	/** The first of them may be written in part. */
	private final Deque<ByteBuffer> pending = new ArrayDeque<>();

	private FeedPosition position;

	/** Whether the server has called back once: before, it may still be busy here. */
	private boolean open;

	private boolean unflushed;

	/** Whether the server has yet to call back. */
	private boolean blocked;

	private boolean ended;

	private long lastSent = System.nanoTime();

	FeedReader(AsyncContext request, FeedPosition position, UserLinks links, Consumer<FeedReader> onEnd)
			throws IOException {
		this.request = request;
		this.out = request.getResponse().getOutputStream();
		this.position = position;
		this.links = links;
		this.onEnd = onEnd;
	}

	/**
	 * Starts with a first text. The server calls back once the request's thread is done.
	 */
	void open(byte[]... texts) {
		addHeaders((HttpServletResponse) this.request.getResponse());
		Stream.of(texts).map(ByteBuffer::wrap).forEach(this.pending::add);
		this.request.setTimeout(0);
		this.request.addListener(this);
		this.out.setWriteListener(this);
	}

	static void addHeaders(HttpServletResponse response) {
		response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
		response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
		response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
		// For nginx, which would collect events.
		response.setHeader("X-Accel-Buffering", "no");
	}

	/**
	 * What two readers can have in common: then they get the same text.
	 */
	synchronized State state() {
		return new State(this.position, this.links);
	}

	/**
	 * Whether the connection has taken everything.
	 */
	synchronized boolean isIdle() {
		return this.open && !this.ended && !this.blocked && this.pending.isEmpty();
	}

	/**
	 * Returns the time when something was last sent, see {@link System#nanoTime}.
	 */
	synchronized long lastSent() {
		return this.lastSent;
	}

	synchronized void send(byte[] text, FeedPosition next) {
		this.position = next;
		send(text);
	}

	synchronized void send(byte[] text) {
		if (text.length > 0) {
			this.pending.add(ByteBuffer.wrap(text));
			drain();
		}
	}

	@Override
	public synchronized void onWritePossible() {
		this.open = true;
		drain();
	}

	private void drain() {
		if (!this.open) {
			return;
		}
		// Until the connection has taken everything, and for good if a write fails.
		this.blocked = true;
		try {
			while (!this.ended && this.out.isReady()) {
				ByteBuffer text = this.pending.peek();
				if (text != null) {
					int length = Math.min(PIECE, text.remaining());
					this.out.write(text.array(), text.position(), length);
					text.position(text.position() + length);
					if (!text.hasRemaining()) {
						this.pending.remove();
					}
					this.unflushed = true;
					this.lastSent = System.nanoTime();
				}
				else if (this.unflushed) {
					this.unflushed = false;
					this.out.flush();
				}
				else {
					this.blocked = false;
					return;
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			// The reader has gone, and so may have the response.
			end();
		}
		catch (Error ex) {
			// Such as an OutOfMemoryError: what came next would be behind a gap.
			end();
			throw ex;
		}
	}

	/**
	 * Ends the response. The reader goes on elsewhere from its position.
	 */
	synchronized void end() {
		if (!this.ended) {
			this.ended = true;
			this.onEnd.accept(this);
			try {
				// Tomcat would send what came last before what still waits: a gap.
				if (this.blocked && this.request.getRequest().getAttribute(CLOSE) instanceof Runnable close) {
					close.run();
				}
				this.request.complete();
			}
			catch (IllegalStateException ex) {
				// The server has ended it.
			}
		}
	}

	@Override
	public void onError(Throwable failure) {
		end();
	}

	@Override
	public void onError(AsyncEvent event) {
		end();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		end();
	}

	@Override
	public void onComplete(AsyncEvent event) {
		end();
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// Never dispatched anew.
	}

	/**
	 * Where a reader is, and the address that it used.
	 */
	record State(FeedPosition position, UserLinks links) {
	}

}
