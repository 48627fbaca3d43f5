/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person at a screen, with a token.
 */
@Tag("browser")
@EnabledIf(value = "io.github.enrol.standalone.Browser#isInstalled",
		disabledReason = "needs chromium and chromium-driver below /usr/bin")
class SecuredConsoleIntegrationTests {

	private static final String REFUSAL = "#access .form-error";

	@RegisterExtension
	static final RunningStandalone enrol = new RunningStandalone(true);

	@Test
	void showsWhatTheTokenAllowsAndWhyNotTheRest(@TempDir Path directory) throws Exception {
		try (Browser browser = new Browser(1280, 900, false)) {
			browser.open(enrol.query("/console"));
			browser.await(() -> text(browser, REFUSAL).equals("Not signed in. The request has no bearer token."));
			assertThat(browser.inaccessible()).isEmpty();

			use(browser, "no-token");
			browser.await(() -> text(browser, REFUSAL).startsWith("Not signed in. The bearer token is not accepted"));
			assertThat(stored(browser)).isNull();

			use(browser, enrol.token("read"));
			browser.await(() -> browser.find("#users .live").isDisplayed());
			browser.await(
					() -> text(browser, REFUSAL).equals("Not allowed. The bearer token does not have the scope ops."));
			browser.await(() -> text(browser, "#state").equals("The state of the services is not for everybody"));
			browser.await(() -> !browser.find("#alerts").isDisplayed());
			Path file = Files.writeString(directory.resolve("users.ndjson"), "{}");
			browser.find("#import input").sendKeys(file.toString());
			browser.await(() -> text(browser, "#import .result").contains("the scope users:register"));
			assertThat(text(browser, REFUSAL)).contains("the scope ops", "the scope users:register");
			register(browser, "Ada");
			browser.await(() -> text(browser, "#register .form-error").contains("the scope users:register"));
			assertThat(browser.inaccessible()).isEmpty();

			holdRefusals(browser);
			use(browser, enrol.token("all"));
			browser.run("held.forEach(release => release())");
			browser.await(() -> text(browser, "#state").equals("All services are up"));
			assertThat(browser.find("#access").isDisplayed()).isFalse();
			register(browser, "Ada");
			browser.await(() -> text(browser, "#register .result").equals("Ada is registered."));
			post("Grace");
			browser.await(() -> browser.texts("#users tbody th").contains("Grace"));

			browser.open(enrol.query("/console"));
			browser.await(() -> browser.texts("#users tbody th").contains("Ada"));
			assertThat(stored(browser)).isEqualTo(enrol.token("all"));
			assertThat(browser.run("return localStorage.length + document.cookie.length")).isEqualTo(0L);
			assertThat(browser.complaints()).isEmpty();
		}
		try (Browser another = new Browser(390, 844, true)) {
			another.open(enrol.query("/console"));
			another.await(() -> text(another, REFUSAL).startsWith("Not signed in."));
			assertThat(another.inaccessible()).isEmpty();
		}
	}

	private static String text(Browser browser, String selector) {
		return browser.find(selector).getText();
	}

	private static Object stored(Browser browser) {
		return browser.run("return sessionStorage.getItem('token')");
	}

	private static void use(Browser browser, String token) {
		browser.find("#token-value").sendKeys(token);
		browser.find("#token [type=submit]").click();
	}

	/** Returns when an answer to the token in use is on its way. */
	private static void holdRefusals(Browser browser) {
		browser.run("""
				window.held = [];
				window.send = window.fetch;
				window.fetch = async (...request) => {
					const response = await send(...request);
					return response.ok ? response : new Promise(resolve => held.push(() => resolve(response)));
				};""");
		browser.await(() -> (Long) browser.run("return held.length") > 0);
		browser.run("window.fetch = send");
	}

	private static void register(Browser browser, String name) {
		browser.run("document.querySelectorAll('#register input').forEach(input => input.value = '')");
		browser.find("#register [name=username]").sendKeys(name);
		browser.find("#register [name=email]").sendKeys(name + "@secured.example");
		browser.find("#register button").click();
	}

	private static void post(String name) throws Exception {
		assertThat(HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(enrol.command("/user/registration"))
				.header("Authorization", "Bearer " + enrol.token("register"))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers
					.ofString("{\"username\": \"%s\", \"email\": \"%s@secured.example\"}".formatted(name, name)))
				.build(), BodyHandlers.discarding())
			.statusCode()).isEqualTo(201);
	}

}
