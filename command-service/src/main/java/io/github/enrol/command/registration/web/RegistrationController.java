/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.hateoas.MediaTypes;
import org.springframework.http.HttpHeaders;
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

	private final CommandGateway gateway;

	private final WebProperties properties;

	private final boolean waits;

	RegistrationController(CommandGateway gateway, WebProperties properties, Environment environment) {
		this.gateway = gateway;
		this.properties = properties;
		this.waits = Threading.VIRTUAL.isActive(environment);
	}

	/**
	 * Registers a user.
	 * @return {@code ResponseEntity<RegisteredUser>}, or a future of it
	 */
	@PostMapping(path = RegistrationPaths.REGISTRATION,
			consumes = { MediaType.APPLICATION_JSON_VALUE, "application/*+json" },
			produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
	Object register(InputStream body, @RequestHeader HttpHeaders headers) throws IOException {
		IdempotencyKey key = IdempotencyKey.of(headers.get(IdempotencyKey.HEADER));
		RegistrationRequest request = read(headers, body);
		CompletableFuture<RegistrationReply> reply = this.gateway.decide(request.email().key(), request.command(key));
		return this.waits ? answer(reply, key) : reply.handle((done, failure) -> answer(reply, key));
	}

	private static RegistrationRequest read(HttpHeaders headers, InputStream body) throws IOException {
		try (InputStream decoded = RequestBody.open(headers, body)) {
			return RegistrationRequest.read(decoded);
		}
	}

	private ResponseEntity<RegisteredUser> answer(CompletableFuture<RegistrationReply> outcome, IdempotencyKey key) {
		RegistrationReply reply;
		try {
			reply = outcome.join();
		}
		catch (CompletionException ex) {
			throw RegistrationProblems.unavailable(ex, key);
		}
		if (reply.outcome() != Outcome.REGISTERED) {
			throw RegistrationProblems.refused(reply.outcome());
		}
		RegisteredUser user = new RegisteredUser(this.properties.queryServiceUrl(), reply);
		return ResponseEntity.created(user.location()).varyBy(HttpHeaders.ACCEPT).body(user);
	}

}
