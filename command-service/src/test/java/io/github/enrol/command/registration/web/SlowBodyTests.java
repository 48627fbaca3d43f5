/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.http.problems.Problem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.Mockito;

import org.springframework.http.HttpHeaders;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SlowBodyTests {

	@Test
	@Timeout(60)
	void aBodyThatNeverEndsIsRefused() {
		CommandGateway gateway = Mockito.mock(CommandGateway.class);
		WebProperties properties = new WebProperties(URI.create("http://127.0.0.1"), false);
		MockEnvironment environment = new MockEnvironment().withProperty("server.tomcat.connection-timeout", "50ms");
		RegistrationController registrations = new RegistrationController(gateway, properties, environment);
		ErasureController erasures = new ErasureController(gateway, properties, environment);
		List<ThrowingCallable> requests = List.of(() -> registrations.register(dripping(), new HttpHeaders()),
				() -> erasures.erase(dripping(), new HttpHeaders()));
		for (ThrowingCallable request : requests) {
			assertThatThrownBy(request).isInstanceOf(Problem.class).hasMessageContaining("not complete after");
		}
		Mockito.verifyNoInteractions(gateway);
	}

	/** A byte now and then, which would be too many only after minutes. */
	private static InputStream dripping() {
		return new InputStream() {

			@Override
			public int read() {
				LockSupport.parkNanos(10_000_000);
				return ' ';
			}

			@Override
			public int read(byte[] buffer, int offset, int length) {
				buffer[offset] = (byte) read();
				return 1;
			}

		};
	}

}
