/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person at a screen, who signs in at an issuer.
 */
@Tag("browser")
@EnabledIf(value = "io.github.enrol.standalone.Browser#isInstalled",
		disabledReason = "needs chromium and chromium-driver below /usr/bin")
class SignInIntegrationTests {

	private static final String REFUSAL = "#access .form-error";

	private static final String NOT_SIGNED_IN = "Not signed in. The request has no bearer token.";

	private static final String ISSUER_HOST = Tokens.ISSUER.replace("https://", "");

	private static final String UNREACHABLE = Tokens.ISSUER + " cannot be reached";

	@RegisterExtension
	static final RunningStandalone enrol = new RunningStandalone(true);

	private static AuthorizationServer issuer;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		issuer = new AuthorizationServer(enrol.tokens(), directory, enrol.query("/console"));
	}

	@AfterAll
	static void stop() {
		issuer.close();
	}

	@Test
	void registersAfterSigningInAndRenewsTheTokenUntilSigningOut() {
		try (Browser browser = online()) {
			browser.open(enrol.query("/console"));
			browser.await(() -> text(browser, REFUSAL).equals(NOT_SIGNED_IN));
			assertThat(browser.find("#sign-out").isDisplayed()).isFalse();
			assertThat(browser.inaccessible()).isEmpty();
			signIn(browser, "iris");
			grant(browser, "users:register", "users:read", "ops");
			browser.await(() -> text(browser, "#state").equals("All services are up"));
			assertThat(browser.address()).isEqualTo(enrol.query("/console").toString());
			assertThat(browser.find("#access").isDisplayed()).isFalse();
			register(browser, "Iris");
			browser.await(() -> text(browser, "#register .result").equals("Iris is registered."));
			assertThat(browser.inaccessible()).isEmpty();

			String first = stored(browser, "refresh-token");
			store(browser, "token", issuer.expiredToken());
			browser.open(enrol.query("/console"));
			browser.await(() -> browser.texts("#users tbody th").contains("Iris"));
			String second = stored(browser, "refresh-token");
			assertThat(second).isNotEqualTo(first);
			assertThat(issuer.isActive(second)).isTrue();

			browser.find("#sign-out").click();
			browser.await(() -> text(browser, REFUSAL).equals(NOT_SIGNED_IN));
			assertThat(issuer.isActive(second)).isFalse();
			assertThat(browser.run("return sessionStorage.length + localStorage.length + document.cookie.length"))
				.isEqualTo(0L);
			assertThat(browser.texts("#users tbody th")).isEmpty();
			assertThat(complaints(browser)).isEmpty();
		}
	}

	@Test
	void saysWhatTheIssuerDeniesAndWhatTheScopesDoNotAllow() {
		try (Browser browser = online()) {
			browser.open(enrol.query("/console"));
			signIn(browser, "rea");
			browser.await(() -> browser.find("#cancel-consent").isDisplayed());
			browser.find("#cancel-consent").click();
			browser
				.await(() -> text(browser, REFUSAL).startsWith("Not signed in. " + Tokens.ISSUER + " denies access:"));
			assertThat(text(browser, REFUSAL)).contains("(access_denied)");
			assertThat(browser.address()).isEqualTo(enrol.query("/console").toString());
			assertThat(browser.inaccessible()).isEmpty();

			browser.find("#sign-in").click();
			grant(browser, "users:read");
			browser.await(
					() -> text(browser, REFUSAL).equals("Not allowed. The bearer token does not have the scope ops."));
			browser.await(() -> browser.find("#users .live").isDisplayed());
			register(browser, "Rea");
			browser.await(() -> text(browser, "#register .form-error").contains("the scope users:register"));
			assertThat(complaints(browser)).isEmpty();
		}
	}

	@Test
	void usesNoAnswerToAnotherSignIn() {
		try (Browser browser = online()) {
			for (boolean begun : List.of(true, false)) {
				browser.open(enrol.query("/console"));
				if (begun) {
					browser.await(() -> browser.find("#sign-in").isDisplayed());
					browser.find("#sign-in").click();
					browser.await(() -> browser.address().startsWith(Tokens.ISSUER));
				}
				browser.open(enrol.query("/console?code=stolen&state=tampered"));
				browser.await(() -> text(browser, REFUSAL).contains("not to a sign-in of this tab"));
				assertThat(browser.address()).isEqualTo(enrol.query("/console").toString());
				assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
			}
			assertThat(browser.inaccessible()).isEmpty();
		}
	}

	@Test
	void saysThatTheIssuerHasToKnowTheAddressOfThePage() {
		try (Browser browser = online()) {
			String address = "http://localhost:" + enrol.query("/").getPort() + "/console";
			browser.open(address);
			browser.await(() -> browser.find("#sign-in").isDisplayed());
			browser.find("#sign-in").click();
			browser.await(() -> text(browser, "body").contains("redirect_uri"));
			browser.back();
			browser.await(() -> text(browser, REFUSAL)
				.contains(address + " has to be a redirect URI of its client " + RunningStandalone.CLIENT_ID));
		}
	}

	@Test
	void saysThatTheIssuerCannotBeReached() {
		try (Browser browser = browser("")) {
			browser.open(enrol.query("/console"));
			browser.await(() -> browser.find("#sign-in").isDisplayed());
			browser.find("#sign-in").click();
			browser.await(() -> text(browser, REFUSAL).contains(UNREACHABLE));
			assertThat(browser.inaccessible()).isEmpty();

			store(browser, "sign-in", "{\"state\": \"a\", \"verifier\": \"b\"}");
			browser.open(enrol.query("/console?code=c&state=a"));
			browser.await(() -> text(browser, REFUSAL).contains(UNREACHABLE));

			store(browser, "token", issuer.expiredToken());
			store(browser, "refresh-token", "a");
			browser.open(enrol.query("/console"));
			browser.await(() -> text(browser, REFUSAL).matches(".*expired.*" + UNREACHABLE + ".*"));
			assertThat(stored(browser, "refresh-token")).isEqualTo("a");

			browser.find("#token-value").sendKeys(enrol.token("all"));
			browser.find("#token [type=submit]").click();
			browser.await(() -> text(browser, "#state").equals("All services are up"));
			assertThat(browser.find("#access").isDisplayed()).isFalse();
			assertThat(stored(browser, "refresh-token")).isNull();
		}
	}

	private static Browser online() {
		return browser("MAP " + ISSUER_HOST + ":443 127.0.0.1:" + issuer.port() + ", ");
	}

	/** No other name leads anywhere. */
	private static Browser browser(String rules) {
		return new Browser(1280, 900, false, "--ignore-certificate-errors",
				"--host-resolver-rules=" + rules + "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost");
	}

	private static void signIn(Browser browser, String name) {
		browser.await(() -> browser.find("#sign-in").isDisplayed());
		browser.find("#sign-in").click();
		browser.await(() -> browser.find("#password").isDisplayed());
		browser.find("#username").sendKeys(name);
		browser.find("#password").sendKeys(AuthorizationServer.PASSWORD);
		browser.find("[type=submit]").click();
	}

	private static void grant(Browser browser, String... scopes) {
		browser.await(() -> browser.find("#submit-consent").isDisplayed());
		for (String scope : scopes) {
			browser.find("[value='" + scope + "']").click();
		}
		browser.find("#submit-consent").click();
	}

	private static void register(Browser browser, String name) {
		browser.find("#register [name=username]").sendKeys(name);
		browser.find("#register [name=email]").sendKeys(name + "@signed-in.example");
		browser.find("#register button").click();
	}

	private static String text(Browser browser, String selector) {
		return browser.find(selector).getText();
	}

	private static String stored(Browser browser, String name) {
		return (String) browser.run("return sessionStorage.getItem('" + name + "')");
	}

	private static void store(Browser browser, String name, String value) {
		browser.run("sessionStorage.setItem('" + name + "', '" + value + "')");
	}

	/**
	 * Those of the console: the issuer's page to grant scopes loads a style from
	 * elsewhere.
	 */
	private static List<String> complaints(Browser browser) {
		return browser.complaints().stream().filter((complaint) -> !complaint.startsWith("https://")).toList();
	}

}
