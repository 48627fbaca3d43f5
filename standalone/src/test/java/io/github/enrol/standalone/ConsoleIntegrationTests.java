/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.enrol.embedded.Database;
import io.github.enrol.embedded.Ports;
import io.github.enrol.query.QueryServiceApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person at a screen.
 */
@Tag("browser")
@EnabledIf(value = "io.github.enrol.standalone.Browser#isInstalled",
		disabledReason = "needs chromium and chromium-driver below /usr/bin")
class ConsoleIntegrationTests {

	private static final String NAMES = "#users tbody th";

	@RegisterExtension
	static final RunningStandalone enrol = new RunningStandalone();

	@Test
	void registersReadsAndImports(@TempDir Path directory) throws Exception {
		String markup = "<img src=x onerror=alert(1)>";
		try (Browser browser = new Browser(1280, 900, false)) {
			browser.open(enrol.query("/"));
			browser.await(() -> browser.find("#users .live").isDisplayed());
			assertThat(browser.address()).endsWith("/console");

			register(browser, "", "nobody");
			browser.await(() -> browser.texts("#register .field-error").stream().noneMatch(String::isEmpty));
			register(browser, markup, "markup@console.example");
			browser.await(() -> browser.find("#register .result").getText().equals(markup + " is registered."));
			browser.await(() -> browser.texts(NAMES).contains(markup));
			assertThat(browser.run("return document.querySelectorAll('#users tbody img').length")).isEqualTo(0L);
			register(browser, markup, "markup@console.example");
			browser.await(() -> !browser.find("#register-email-error").getText().isEmpty());

			for (int i = 0; i < 30; i++) {
				post("Console " + i, "console" + i + "@console.example");
			}
			browser.await(() -> browser.texts(NAMES).contains("Console 29"));
			page(browser, "next");
			browser.await(() -> browser.texts(NAMES).contains("Console 5"));
			post("Meanwhile", "meanwhile@console.example");
			browser.await(() -> browser.find("#users .arrived").getText().startsWith("1 new user"));
			page(browser, "first");
			browser.await(() -> browser.texts(NAMES).contains("Meanwhile"));
			assertThat(browser.find("#users .arrived").getText()).isEmpty();

			browser.find("#search [name=name]").sendKeys("console 1");
			browser.find("#search button[type=submit]").click();
			browser.await(() -> browser.texts(NAMES).size() == 11);
			browser.find("#search button[type=reset]").click();
			browser.await(() -> browser.texts(NAMES).contains("Meanwhile"));

			Path file = Files.write(directory.resolve("users.ndjson"),
					IntStream.range(0, 20)
						.mapToObj((i) -> "{\"username\": \"Imported %d\", \"email\": \"%s\"}".formatted(i,
								(i < 18) ? "imported" + i + "@console.example" : "nobody"))
						.toList());
			browser.find("#import input").sendKeys(file.toString());
			browser.await(() -> browser.find("#import .result").getText().equals("20 lines: 18 registered, 2 not."));
			assertThat(browser.texts("#import .report tbody th")).containsExactly("19", "20");
			browser.await(() -> browser.texts(NAMES).contains("Imported 17"));
			browser
				.run("""
						const transfer = new DataTransfer();
						transfer.items.add(new File(['email;username\\ndropped@console.example;Dropped\\n'], 'dropped.csv'));
						document.querySelector('#import .drop').dispatchEvent(
							new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));""");
			browser.await(() -> browser.find("#import .result").getText().equals("1 line: 1 registered, 0 not."));
			assertThat(browser.find("#import .report").isDisplayed()).isFalse();
			browser.await(() -> browser.texts(NAMES).contains("Dropped"));
			assertThat(browser.inaccessible()).isEmpty();
			assertThat(browser.complaints()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "390, 844, false", "390, 844, true", "1280, 900, true" })
	void canBeUsedByAnyone(int width, int height, boolean dark) {
		try (Browser browser = new Browser(width, height, dark)) {
			browser.open(enrol.query("/console"));
			browser.await(() -> browser.find("#state").getText().equals("All services are up"));
			assertThat(browser.inaccessible()).isEmpty();
			assertThat(browser.run("return document.documentElement.scrollWidth > innerWidth")).isEqualTo(false);
			assertThat(browser.complaints()).isEmpty();
		}
	}

	@Test
	void saysWhichServicesAreDownAndShowsTheRest() throws Exception {
		post("Present", "present@console.example");
		Database database = enrol.database();
		String nowhere = "http://127.0.0.1:" + Ports.free();
		try (Service query = new Service("query-service", QueryServiceApplication::application, Ports.free(),
				Map.of("query.command-service-url", nowhere, "query.projector-service-url", nowhere,
						"spring.datasource.url", database.jdbcUrl(), "spring.datasource.username", database.username(),
						"spring.datasource.password", database.password(), "spring.autoconfigure.exclude",
						KafkaAutoConfiguration.class.getName()));
				Browser browser = new Browser(1280, 900, false)) {
			query.start();
			query.awaitReady();
			browser.open(query.url().resolve("/console"));
			browser.await(() -> browser.texts("#alerts li").size() == 2);
			assertThat(browser.texts("#alerts li"))
				.allSatisfy((alert) -> assertThat(alert).contains("service", nowhere));
			browser.await(() -> browser.texts(NAMES).contains("Present"));
			register(browser, "Absent", "absent@console.example");
			browser.await(() -> browser.find("#register .form-error").getText().contains(nowhere));
			assertThat(browser.inaccessible()).isEmpty();
		}
	}

	@Test
	void theExplorerFollowsTheLinksOfBothServices() {
		try (Browser browser = new Browser(1280, 900, false)) {
			for (URI entry : List.of(enrol.query("/"), enrol.command("/"))) {
				browser.open(enrol.query("/explorer/index.html#uri=" + entry));
				browser.await(() -> browser.find("body").getText().contains("enrol:registrations"));
			}
			assertThat(browser.complaints()).isEmpty();
		}
	}

	@Test
	void theViewerShowsTheDocumentsOfBothServices() {
		try (Browser browser = new Browser(1280, 900, false)) {
			browser.open(enrol.query("/openapi/index.html"));
			browser.await(() -> browser.texts(".opblock-summary-path").contains("/user/registration"));
			browser
				.run("""
						const select = document.querySelector('#select');
						Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, select.options[1].value);
						select.dispatchEvent(new Event('change', {bubbles: true}));""");
			browser.await(() -> browser.texts(".opblock-summary-path").contains("/users"));
			assertThat(browser.complaints()).isEmpty();
		}
	}

	private static void register(Browser browser, String name, String email) {
		browser.run("document.querySelectorAll('#register input').forEach(input => input.value = '')");
		browser.find("#register [name=username]").sendKeys(name);
		browser.find("#register [name=email]").sendKeys(email);
		browser.find("#register button").click();
	}

	private static void page(Browser browser, String relation) {
		browser.await(() -> browser.find("#users nav [data-rel=" + relation + "]").isEnabled());
		browser.find("#users nav [data-rel=" + relation + "]").click();
	}

	private static void post(String name, String email) throws Exception {
		assertThat(HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(enrol.command("/user/registration"))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"username\": \"%s\", \"email\": \"%s\"}".formatted(name, email)))
				.build(), BodyHandlers.discarding())
			.statusCode()).isEqualTo(201);
	}

}
