package io.github.enrol.command.registration.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

import io.github.enrol.command.registration.streams.CommandGateway;
import io.github.enrol.command.registration.streams.RegistrationProperties;
import io.github.enrol.command.registration.streams.RegistrationReply;
import io.github.enrol.command.registration.streams.RegistrationReply.Outcome;

import org.springframework.hateoas.MediaTypes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /user/registration}. No thread waits for the outcome.
 */
@RestController
class RegistrationController {

	private final CommandGateway gateway;

	private final RegistrationProperties properties;

	RegistrationController(CommandGateway gateway, RegistrationProperties properties) {
		this.gateway = gateway;
		this.properties = properties;
	}

	@PostMapping(path = "/user/registration", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
	CompletableFuture<ResponseEntity<RegisteredUser>> register(InputStream body, @RequestHeader HttpHeaders headers)
			throws IOException {
		IdempotencyKey key = IdempotencyKey.of(headers.get(IdempotencyKey.HEADER));
		RegistrationRequest request = RegistrationRequest.read(body);
		return this.gateway.register(request.email().key(), request.command(key)).handle((reply, failure) -> {
			if (failure != null) {
				throw RegistrationProblems.unavailable(failure, key);
			}
			return answer(reply);
		});
	}

	private ResponseEntity<RegisteredUser> answer(RegistrationReply reply) {
		if (reply.outcome() != Outcome.REGISTERED) {
			throw RegistrationProblems.refused(reply.outcome());
		}
		RegisteredUser user = new RegisteredUser(this.properties.queryServiceUrl(), reply);
		return ResponseEntity.created(user.location()).body(user);
	}

}
