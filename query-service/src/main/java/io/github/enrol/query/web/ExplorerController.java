/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.io.IOException;
import java.net.URI;

import io.github.enrol.query.QueryProperties;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * HAL Explorer, a client for every API in HAL, where its WebJar is in the class path: in
 * standalone.
 */
@Controller
@ConditionalOnResource(resources = StaticFiles.WEB_JARS + ExplorerController.WEB_JAR + StaticFiles.POM_PROPERTIES)
class ExplorerController {

	static final String WEB_JAR = "hal-explorer";

	private static final String PATH = "/explorer";

	private static final String INDEX = "index.html";

	/** Angular adds elements with styles; {@code data:} has the arrows of Bootstrap. */
	private static final String POLICY = "script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
			+ "img-src 'self' data:; frame-src 'self'";

	/** Runs a script, which the policy forbids, to load the style a little later. */
	private static final String LATER = " media=\"print\" onload=\"this.media='all'\"";

	/** Another site's style, which its own replaces well. */
	private static final String THEME = "https://bootswatch.com/5/${t.toLowerCase()}/bootstrap.min.css";

	private final PageFiles files;

	ExplorerController(QueryProperties properties) throws IOException {
		StaticFiles files = StaticFiles.ofWebJar(WEB_JAR);
		files.replace(LATER, "");
		files.replace(THEME, "theme.css");
		files.add("theme.css", MediaType.valueOf("text/css"), new byte[0]);
		this.files = new PageFiles(files, POLICY, properties);
	}

	@GetMapping(PATH)
	ResponseEntity<Void> start(HttpServletRequest request) {
		String base = request.getContextPath();
		return ResponseEntity.status(HttpStatus.SEE_OTHER)
			.location(URI.create(base + PATH + "/" + INDEX + "#uri=" + base + UserLinks.ENTRY))
			.build();
	}

	@GetMapping(PATH + "/{file}")
	ResponseEntity<byte[]> file(@PathVariable String file) {
		return this.files.answer(file);
	}

	@GetMapping(PATH + "/{directory}/{file}")
	ResponseEntity<byte[]> nested(@PathVariable String directory, @PathVariable String file) {
		return this.files.answer(directory + "/" + file);
	}

}
