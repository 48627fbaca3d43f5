/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.hateoas.MediaTypes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /user/registration}. Virtual threads wait for the outcome. Without virtual
 * threads, responses are asynchronous and cost a second pass through all filters.
 */
@RestController
class RegistrationController {

	private static final ResponseEntity<?> SUBMITTED = ResponseEntity.accepted()
		.varyBy(HttpHeaders.ACCEPT)
		.body(new Submitted("accepted"));

	/**
	 * Longer than deciding takes. A free address costs more work than a registered one,
	 * which would delay a response that is on its way meanwhile.
	 */
	private static final Duration BEAT = Duration.ofMillis(10);

	private final CommandGateway gateway;

	private final WebProperties properties;

	private final boolean waits;

	private final Duration longestPause;

	RegistrationController(CommandGateway gateway, WebProperties properties, Environment environment) {
		this.gateway = gateway;
		this.properties = properties;
		this.waits = Threading.VIRTUAL.isActive(environment);
		this.longestPause = RequestBody.longestPause(environment);
	}

	/**
	 * Registers a user.
	 * @return {@code ResponseEntity<RegisteredUser>}, or, if it is not to be seen whether
	 * the address was free, {@code ResponseEntity<Submitted>}; or a future of it
	 */
	@PostMapping(path = RegistrationPaths.REGISTRATION,
			consumes = { MediaType.APPLICATION_JSON_VALUE, "application/*+json" },
			produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
	Object register(InputStream body, @RequestHeader HttpHeaders headers) throws IOException {
		IdempotencyKey key = IdempotencyKey.of(headers.get(IdempotencyKey.HEADER));
		RegistrationRequest request = RegistrationRequest.read(RequestBody.read(headers, body, this.longestPause));
		if (this.properties.concealRegistered()) {
			return answer(onTheBeat(this.gateway.submit(request.email().key(), request.command(key))), key,
					(written) -> SUBMITTED);
		}
		return answer(this.gateway.decide(request.email().key(), request.command(key)), key, this::answer);
	}

	/**
	 * Completes at the next multiple of {@link #BEAT} from now.
	 */
	private static CompletableFuture<Void> onTheBeat(CompletableFuture<Void> written) {
		long start = System.nanoTime();
		return written.thenCompose((done) -> {
			long rest = BEAT.toNanos() - (System.nanoTime() - start) % BEAT.toNanos();
			return new CompletableFuture<Void>().completeOnTimeout(done, rest, TimeUnit.NANOSECONDS);
		});
	}

	private <T> Object answer(CompletableFuture<T> outcome, IdempotencyKey key, Function<T, ResponseEntity<?>> answer) {
		return this.waits ? join(outcome, key, answer) : outcome.handle((done, failure) -> join(outcome, key, answer));
	}

	private static <T> ResponseEntity<?> join(CompletableFuture<T> outcome, IdempotencyKey key,
			Function<T, ResponseEntity<?>> answer) {
		T result;
		try {
			result = outcome.join();
		}
		catch (CompletionException ex) {
			throw RegistrationProblems.unavailable(ex, key);
		}
		return answer.apply(result);
	}

	private ResponseEntity<?> answer(RegistrationReply reply) {
		if (reply.outcome() != Outcome.REGISTERED) {
			throw RegistrationProblems.refused(reply.outcome());
		}
		RegisteredUser user = new RegisteredUser(this.properties.queryServiceUrl(), reply);
		return ResponseEntity.status(HttpStatus.CREATED)
			.header(HttpHeaders.LOCATION, user.location())
			.varyBy(HttpHeaders.ACCEPT)
			.body(user);
	}

	/**
	 * That the command is in the log, which says nothing of its outcome.
	 */
	record Submitted(String state) {
	}

}
