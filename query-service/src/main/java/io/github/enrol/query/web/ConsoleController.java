/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.net.URI;

import io.github.enrol.query.QueryProperties;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

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

	private final PageFiles files;

	ConsoleController(QueryProperties properties) {
		this.files = new PageFiles(new StaticFiles("io/github/enrol/query/web/console"), POLICY, properties);
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
