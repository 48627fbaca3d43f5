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

import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;

import org.springframework.core.env.Environment;
import org.springframework.hateoas.MediaTypes;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /user/erasure} (ADR 21). Repeating it needs no key: it names the user.
 */
@RestController
class ErasureController {

	private final CommandGateway gateway;

	private final WebProperties properties;

	private final Duration longestPause;

	ErasureController(CommandGateway gateway, WebProperties properties, Environment environment) {
		this.gateway = gateway;
		this.properties = properties;
		this.longestPause = RequestBody.longestPause(environment);
	}

	@PostMapping(path = RegistrationPaths.ERASURE,
			consumes = { MediaType.APPLICATION_JSON_VALUE, "application/*+json" },
			produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
	CompletableFuture<ResponseEntity<ErasedUser>> erase(InputStream body, @RequestHeader HttpHeaders headers)
			throws IOException {
		ErasureRequest request = ErasureRequest.read(RequestBody.read(headers, body, this.longestPause));
		return this.gateway.decide(request.email().key(), request.command())
			.handle((reply, failure) -> answer(reply, failure));
	}

	private ResponseEntity<ErasedUser> answer(RegistrationReply reply, Throwable failure) {
		if (failure != null) {
			throw RegistrationProblems.erasureUnavailable(failure);
		}
		if (reply.outcome() != Outcome.ERASED) {
			throw RegistrationProblems.refused(reply.outcome());
		}
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.varyBy(HttpHeaders.ACCEPT)
			.body(new ErasedUser(this.properties.queryServiceUrl(), reply));
	}

}
