/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One that is asked by POST.
 */
class HttpContender implements Contender {

	private final JavaProcess server;

	/**
	 * Returns when it is ready.
	 */
	HttpContender(JavaProcess server) {
		this.server = server;
		server.awaitReady();
	}

	URI registration() {
		return this.server.uri("/user/registration");
	}

	@Override
	public Load run(int connections, Duration duration) {
		return with(() -> Tool.wrk("register.lua", registration(), connections, duration,
				Long.toString(System.nanoTime(), Character.MAX_RADIX)));
	}

	/**
	 * Runs a load with what is set for this contender alone.
	 */
	<T> T with(Supplier<T> load) {
		return load.get();
	}

}
