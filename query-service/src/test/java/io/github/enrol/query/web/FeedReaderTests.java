/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.enrol.query.readmodel.FeedPosition;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanUtils;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class FeedReaderTests {

	private static final FeedPosition START = new FeedPosition(List.of());

	private static final byte[] PAGE = IntStream.range(0, 5_000)
		.mapToObj(Integer::toString)
		.collect(Collectors.joining())
		.getBytes();

	private final AtomicInteger ended = new AtomicInteger();

	private final AtomicInteger closed = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(classes = { IOException.class, IllegalStateException.class, OutOfMemoryError.class })
	void nothingIsWrittenBehindWhatCouldNotBeWritten(Class<? extends Throwable> failure) throws Exception {
		// The first text, then two pages of three pieces.
		for (int good = 0; good < 7; good++) {
			this.ended.set(0);
			this.closed.set(0);
			Connection connection = new Connection(failure, good);
			FeedReader reader = reader(connection);
			reader.open("start".getBytes());
			Throwable thrown = catchThrowable(reader::onWritePossible);
			for (int page = 0; page < 3 && thrown == null; page++) {
				thrown = catchThrowable(() -> reader.send(PAGE, START));
			}
			int written = connection.bytes.size();
			reader.send(PAGE, START);
			reader.onWritePossible();
			assertThat(thrown).matches((ex) -> (ex == null) == !Error.class.isAssignableFrom(failure));
			assertThat(connection.bytes.size()).isEqualTo(written);
			assertThat(reader.isIdle()).isFalse();
			assertThat(this.ended).hasValue(1);
			assertThat(this.closed).as("so that Tomcat sends nothing, either").hasValue(1);
		}
	}

	@Test
	void aConnectionThatTakesEverythingGetsEverything() throws Exception {
		Connection connection = new Connection(IOException.class, Integer.MAX_VALUE);
		FeedReader reader = reader(connection);
		reader.open("start".getBytes());
		reader.onWritePossible();
		reader.send(PAGE, START);
		assertThat(reader.isIdle()).isTrue();
		assertThat(connection.bytes.toByteArray()).startsWith("start".getBytes()).endsWith(PAGE);
		assertThat(connection.longest).isLessThanOrEqualTo(8 * 1_024);
		assertThat(this.ended).hasValue(0);
	}

	private FeedReader reader(Connection connection) throws IOException {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setAttribute(FeedReader.CLOSE, (Runnable) this.closed::incrementAndGet);
		MockHttpServletResponse response = new MockHttpServletResponse() {
			@Override
			public ServletOutputStream getOutputStream() {
				return connection;
			}
		};
		return new FeedReader(new MockAsyncContext(request, response), START, UserLinks.of(request),
				(reader) -> this.ended.incrementAndGet());
	}

	/** Takes a number of writes, then fails in each. */
	private static final class Connection extends ServletOutputStream {

		private final Class<? extends Throwable> failure;

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private int left;

		private int longest;

		Connection(Class<? extends Throwable> failure, int good) {
			this.failure = failure;
			this.left = good;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			// The test calls it.
		}

		@Override
		public void write(int b) throws IOException {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] source, int offset, int length) throws IOException {
			if (this.left-- <= 0) {
				fail();
			}
			this.longest = Math.max(this.longest, length);
			this.bytes.writeBytes(Arrays.copyOfRange(source, offset, offset + length));
		}

		private void fail() throws IOException {
			Throwable ex = BeanUtils.instantiateClass(this.failure);
			if (ex instanceof IOException broken) {
				throw broken;
			}
			if (ex instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) ex;
		}

	}

}
