/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One that is asked by POST.
 */
class HttpContender implements Contender {

	private static final String PATH = "/user/registration";

	private final JavaProcess server;

	private final Optional<Token> token;

	/**
	 * Returns when it is ready.
	 */
	HttpContender(JavaProcess server) {
		this(server, Optional.empty());
	}

	/**
	 * Returns when it is ready.
	 * @param token which it asks for
	 */
	HttpContender(JavaProcess server, Optional<Token> token) {
		this.server = server;
		this.token = token;
		server.awaitReady();
		// Or what that costs would be measured where it is not done.
		if (token.isPresent() && server.status(PATH) != 401) {
			throw new IllegalStateException(server.name() + " asks for no token");
		}
	}

	JavaProcess server() {
		return this.server;
	}

	URI registration() {
		return this.server.uri(PATH);
	}

	/**
	 * Begins a request to it, or to another service of the same system.
	 */
	HttpRequest.Builder request(URI uri) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri);
		this.token.ifPresent((token) -> token.addTo(request));
		return request;
	}

	@Override
	public Load run(int connections, Duration duration) {
		String name = Long.toString(System.nanoTime(), Character.MAX_RADIX);
		return with(() -> Tool.wrk("register.lua", registration(), connections, duration,
				Stream.concat(Stream.of(name), this.token.stream().map(Token::value)).toArray(String[]::new)));
	}

	/**
	 * Runs a load with what is set for this contender alone.
	 */
	<T> T with(Supplier<T> load) {
		return load.get();
	}

}
