/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.net.URI;

import io.github.enrol.query.QueryProperties;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.util.HtmlUtils;

/**
 * The console: static files whose script follows the links of the entry point like any
 * other client. Not a {@code RestController}: pages are no part of the API.
 */
@Controller
class ConsoleController {

	static final String PATH = "/console";

	/** Text of users can never become markup, not even by a fault of the script. */
	private static final String POLICY = "script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "require-trusted-types-for 'script'; trusted-types 'none'";

	private static final String SIGN_IN_PLACE = "<!-- sign-in -->";

	private static final String SIGN_IN = """
			<button type="button" id="sign-in" class="primary" data-issuer="%1$s" data-client-id="%2$s" data-scope="%3$s" \
			aria-describedby="sign-in-hint">Sign in</button>
			<p id="sign-in-hint" class="hint">At %1$s. Signing out here does not sign you out there.</p>
			""";

	private final PageFiles files;

	/**
	 * Offers to sign in where a client is configured for that.
	 * @param issuer of the tokens that the services ask for, if they do
	 */
	ConsoleController(QueryProperties services, ConsoleProperties console,
			@Value("${security.jwt.issuer:#{null}}") @Nullable URI issuer) {
		StaticFiles files = new StaticFiles("io/github/enrol/query/web/console");
		if (console.clientId() == null) {
			files.replace(SIGN_IN_PLACE, "");
			this.files = new PageFiles(files, POLICY, services);
		}
		else {
			URI required = console.requireIssuer(issuer);
			files.replace(SIGN_IN_PLACE, SIGN_IN.formatted(HtmlUtils.htmlEscape(required.toString()),
					HtmlUtils.htmlEscape(console.clientId()), HtmlUtils.htmlEscape(console.scope())));
			this.files = new PageFiles(files, POLICY, services, required);
		}
	}

	/**
	 * Leads people, whose browsers prefer HTML, to the console.
	 */
	@GetMapping(path = UserLinks.ENTRY, produces = MediaType.TEXT_HTML_VALUE)
	ResponseEntity<Void> page(HttpServletRequest request) {
		return ResponseEntity.status(HttpStatus.SEE_OTHER)
			.location(URI.create(request.getContextPath() + PATH))
			.cacheControl(CacheControl.noCache())
			.varyBy(HttpHeaders.ACCEPT)
			.build();
	}

	@GetMapping(PATH)
	ResponseEntity<byte[]> page() {
		return this.files.answer("console.html");
	}

	@GetMapping(PATH + "/{file}")
	ResponseEntity<byte[]> file(@PathVariable String file) {
		return this.files.answer(file);
	}

}
