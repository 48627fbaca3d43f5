/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has the projector-service apply the event of a dead letter again. It does so once,
 * reads the event from {@code user-events}, and refuses a letter that differs.
 */
final class EventReplay {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final URI projector;

	private final String token;

	/**
	 * Creates the replay.
	 * @param projector the base address of any projector-service
	 * @param token with the scope ops; empty to send none
	 */
	EventReplay(URI projector, String token) {
		this.projector = projector;
		this.token = token;
	}

	/**
	 * Replays the event of a letter.
	 * @return what was done, in a sentence
	 * @throws RefusedException with the projector's reason if it was not
	 */
	String replay(int partition, long offset) throws InterruptedException {
		URI uri = this.projector.resolve("/actuator/deadletters/" + partition + "/" + offset);
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).POST(BodyPublishers.noBody());
		if (!this.token.isEmpty()) {
			request.header("Authorization", "Bearer " + this.token);
		}
		try {
			HttpResponse<String> response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
			String detail = MAPPER.readTree(response.body())
				.path((response.statusCode() == 200) ? "outcome" : "detail")
				.asString("");
			if (response.statusCode() != 200) {
				throw new RefusedException("The projector-service at " + this.projector + " answers "
						+ response.statusCode() + ": " + detail);
			}
			return "The event is " + detail + ".";
		}
		catch (ConnectException ex) {
			throw new RefusedException("No projector-service can be connected to at " + this.projector + ".");
		}
		catch (IOException | JacksonException ex) {
			throw new RefusedException("No projector-service answers at " + this.projector + ": "
					+ ex.getClass().getSimpleName() + ". To replay it again does no harm.");
		}
	}

}
