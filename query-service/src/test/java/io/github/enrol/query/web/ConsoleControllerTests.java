/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import io.github.enrol.query.QueryProperties;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConsoleControllerTests {

	private static final QueryProperties SERVICES = new Binder(new MapConfigurationPropertySource())
		.bindOrCreate("query", QueryProperties.class);

	private static final String CONNECTIONS = "; connect-src 'self' http://127.0.0.1:8081 http://127.0.0.1:8083";

	private static final URI ISSUER = URI.create("https://login.example.com:8443/realms/enrol?a");

	@Test
	void connectsToTheIssuerAloneAndOffersToSignInThere() {
		ConsoleProperties console = new ConsoleProperties("a\"><b>", "users:read ops");
		ConsoleController controller = new ConsoleController(SERVICES, console, ISSUER);
		assertThat(page(controller)).contains("id=\"sign-in\"", "data-issuer=\"" + ISSUER + "\"",
				"data-client-id=\"a&quot;&gt;&lt;b&gt;\"", "data-scope=\"users:read ops\"");
		assertThat(policy(controller)).endsWith(CONNECTIONS + " https://login.example.com:8443");
	}

	@Test
	void offersNothingWithoutAClient() {
		ConsoleController controller = new ConsoleController(SERVICES, new ConsoleProperties(null, "ops"), ISSUER);
		assertThat(page(controller)).doesNotContain("sign-in").contains("id=\"token\"");
		assertThat(policy(controller)).endsWith(CONNECTIONS);
	}

	@Test
	void aClientNeedsAnIssuer() {
		assertThatThrownBy(() -> new ConsoleController(SERVICES, new ConsoleProperties("console", "ops"), null))
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.hasMessageContainingAll("security.console.client-id", "console", "security.jwt.issuer");
	}

	private static String page(ConsoleController controller) {
		return new String(controller.page().getBody(), StandardCharsets.UTF_8);
	}

	private static String policy(ConsoleController controller) {
		ResponseEntity<byte[]> page = controller.page();
		return page.getHeaders().getFirst("Content-Security-Policy");
	}

}
