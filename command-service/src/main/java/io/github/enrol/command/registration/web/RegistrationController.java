package io.github.enrol.command.registration.web;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.streams.CommandGateway;
import io.github.enrol.command.registration.streams.RegistrationProperties;
import io.github.enrol.command.registration.streams.RegistrationReply;
import io.github.enrol.command.registration.streams.RegistrationUnavailableException;
import io.github.enrol.problems.Problem;
import io.github.enrol.problems.ProblemType;

import org.springframework.hateoas.MediaTypes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /user/registration}. Ids and times are made here and travel in the command
 * (invariant I5). No thread waits for the outcome.
 */
@RestController
class RegistrationController {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

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
		Ulid userId = UlidCreator.getMonotonicUlid();
		RegisterUser command = new RegisterUser(key.value(), userId.toString(), request.username(),
				request.email().typed(), userId.getInstant());
		return this.gateway.register(request.email().key(), command).handle((reply, failure) -> {
			if (failure != null) {
				throw unavailable(failure, key);
			}
			return answer(reply);
		});
	}

	private ResponseEntity<RegisteredUser> answer(RegistrationReply reply) {
		return switch (reply.outcome()) {
			case REGISTERED -> {
				RegisteredUser user = new RegisteredUser(this.properties.queryServiceUrl(), reply.userId(), reply);
				yield ResponseEntity.created(user.location()).body(user);
			}
			case EMAIL_ALREADY_REGISTERED ->
				throw Problem.of(ProblemType.EMAIL_ALREADY_REGISTERED, "Another registration has this email address.");
			case IDEMPOTENCY_KEY_REUSED -> throw Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED,
					"A registration with this " + IdempotencyKey.HEADER + " had another user name or email address.");
		};
	}

	private static Problem unavailable(Throwable failure, IdempotencyKey key) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		if (!(cause instanceof RegistrationUnavailableException unavailable)) {
			throw new CompletionException(cause);
		}
		String what = switch (unavailable.reason()) {
			case OVERLOADED ->
				"Too many registrations are waiting. This try was not sent; the outcome of an earlier one is unknown.";
			case NOT_SENT ->
				"Registrations cannot be decided now. This try was not sent; the outcome of an earlier one is unknown.";
			case NO_REPLY -> "The outcome of the registration is unknown: it may have taken place.";
		};
		ProblemType type = (unavailable.reason() == RegistrationUnavailableException.Reason.OVERLOADED)
				? ProblemType.OVERLOADED : ProblemType.OUTCOME_UNKNOWN;
		return Problem
			.of(type, what + " It is safe to send the same request again with this " + IdempotencyKey.HEADER + ".")
			.with("idempotency_key", key.value())
			.withHeader(IdempotencyKey.HEADER, key.quoted())
			.retryAfter(RETRY_AFTER);
	}

}
