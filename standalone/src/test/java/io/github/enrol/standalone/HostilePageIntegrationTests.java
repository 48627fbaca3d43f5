/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of somebody else, in the browser of a person on whose machine Enrol runs.
 */
@Tag("browser")
@EnabledIf(value = "io.github.enrol.standalone.Browser#isInstalled",
		disabledReason = "needs chromium and chromium-driver below /usr/bin")
class HostilePageIntegrationTests {

	/** Whatever needs no preflight request, and a request that would need one. */
	private static final String PAGE = """
			<!DOCTYPE html><title>Hostile</title><iframe name="hidden"></iframe>
			<form method="post" target="hidden" action="{projector}actuator/rebuild"></form>
			<script type="module">
				const user = new Blob([JSON.stringify({username: 'Hostile', email: 'hostile@console.example'})]);
				const text = new Blob([user], {type: 'text/plain'});
				const submitted = new Promise(resolve => document.querySelector('iframe').addEventListener('load', resolve));
				document.forms[0].submit();
				navigator.sendBeacon('{projector}actuator/rebuild');
				await Promise.allSettled([submitted, ...['no-cors', 'cors'].flatMap(mode => [
					fetch('{projector}actuator/rebuild', {method: 'POST', mode}),
					fetch('{projector}actuator/deadletters/0/0', {method: 'POST', mode}),
					fetch('{command}user/registration', {method: 'POST', mode, body: user}),
					fetch('{command}user/registrations', {method: 'POST', mode, body: text}),
					fetch('{command}user/registrations/1', {method: 'DELETE', mode}),
				])]);
				document.title = 'done';
			</script>
			""";

	@RegisterExtension
	static final RunningStandalone enrol = new RunningStandalone();

	private static HttpServer site;

	/** The addresses of pages that were fetched. */
	private static final Set<String> served = ConcurrentHashMap.newKeySet();

	@BeforeAll
	static void serve() throws IOException {
		site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		site.createContext("/", (exchange) -> {
			served.add(exchange.getRequestHeaders().getFirst("Host"));
			byte[] page = PAGE.replace("{projector}", enrol.services().projectorService().resolve("/").toString())
				.replace("{command}", enrol.command("/").toString())
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "text/html");
			exchange.sendResponseHeaders(200, page.length);
			exchange.getResponseBody().write(page);
			exchange.close();
		});
		site.start();
	}

	@AfterAll
	static void stop() {
		site.stop(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "localhost", "hostile.example" })
	void changesNothing(String host) throws Exception {
		URI rebuild = enrol.services().projectorService().resolve("/actuator/rebuild");
		String before = get(rebuild);
		try (Browser browser = browser()) {
			browser.open("http://" + host + ":" + site.getAddress().getPort() + "/");
			browser.await(() -> browser.run("return document.title").equals("done"));
		}
		assertThat(served).contains(host + ":" + site.getAddress().getPort());
		assertThat(get(rebuild)).isEqualTo(before);
		assertThat(get(enrol.query("/users?email=hostile@console.example"))).contains("\"count\":0");
	}

	@Test
	void readsNothingByANameThatMeansThisMachine() {
		try (Browser browser = browser()) {
			for (URI own : new URI[] { enrol.query("/users"), enrol.command("/"),
					enrol.services().projectorService().resolve("/actuator/deadletters") }) {
				browser.open("http://hostile.example:" + own.getPort() + own.getPath());
				assertThat(browser.find("body").getText()).contains("421");
			}
		}
	}

	private static Browser browser() {
		return new Browser(800, 600, false, "--host-resolver-rules=MAP hostile.example 127.0.0.1");
	}

	private static String get(URI uri) throws Exception {
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
	}

}
