package io.github.enrol.command.registration.web;

import java.net.URI;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.enrol.command.registration.streams.RegistrationReply;

import org.springframework.hateoas.Link;
import org.springframework.hateoas.RepresentationModel;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The answer to an accepted registration, with the link to the user in the query-service.
 * The link waits for the read model, so who follows it finds the user.
 */
final class RegisteredUser extends RepresentationModel<RegisteredUser> {

	private final String userId;

	private final URI location;

	RegisteredUser(URI queryServiceUrl, String userId, RegistrationReply reply) {
		this.userId = userId;
		this.location = UriComponentsBuilder.fromUri(queryServiceUrl)
			.pathSegment("users", userId)
			.queryParam("at", reply.token().encode())
			.build()
			.toUri();
		add(Link.of(this.location.toString(), "user"));
	}

	@JsonProperty("user_id")
	String userId() {
		return this.userId;
	}

	URI location() {
		return this.location;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof RegisteredUser user && this.location.equals(user.location);
	}

	@Override
	public int hashCode() {
		return this.location.hashCode();
	}

}
