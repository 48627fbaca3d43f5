package io.github.enrol.command.registration.web;

import java.net.URI;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.enrol.command.registration.gateway.RegistrationReply;

import org.springframework.hateoas.Link;
import org.springframework.hateoas.RepresentationModel;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The answer to an accepted registration, with the link to the user in the query-service.
 * The link waits for the read model, so who follows it finds the user.
 */
public final class RegisteredUser extends RepresentationModel<RegisteredUser> {

	private final String userId;

	private final URI location;

	public RegisteredUser(URI queryServiceUrl, RegistrationReply reply) {
		this.userId = Objects.requireNonNull(reply.userId());
		this.location = location(queryServiceUrl, reply);
		add(Link.of(this.location.toString(), "user"));
	}

	/**
	 * Where the user is, once the read model has come that far.
	 */
	public static URI location(URI queryServiceUrl, RegistrationReply reply) {
		return UriComponentsBuilder.fromUri(queryServiceUrl)
			.pathSegment("users", reply.userId())
			.queryParam("at", reply.token().encode())
			.build()
			.toUri();
	}

	@JsonProperty("user_id")
	String userId() {
		return this.userId;
	}

	public URI location() {
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
