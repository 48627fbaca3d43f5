/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import io.github.enrol.http.documents.Relations;
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
 * Swagger UI with the OpenAPI documents of both services, where its WebJar is in the
 * class path: in standalone.
 */
@Controller
@ConditionalOnResource(resources = StaticFiles.WEB_JARS + OpenApiViewerController.WEB_JAR + StaticFiles.POM_PROPERTIES)
class OpenApiViewerController {

	static final String WEB_JAR = "swagger-ui";

	private static final String PATH = "/openapi";

	/** It adds elements with styles; its icons are SVG in {@code data:}. */
	private static final String POLICY = "script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

	/** Without the validator, which is another site. */
	private static final String INITIALIZER = """
			window.ui = SwaggerUIBundle({
				urls: [{name: "command-service", url: "%s%s"}, {name: "query-service", url: "..%s"}],
				dom_id: "#swagger-ui",
				deepLinking: true,
				layout: "StandaloneLayout",
				presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
				validatorUrl: null
			});
			""";

	private final PageFiles files;

	OpenApiViewerController(QueryProperties properties) throws IOException {
		StaticFiles files = StaticFiles.ofWebJar(WEB_JAR);
		files.add("swagger-initializer.js", MediaType.valueOf("text/javascript;charset=UTF-8"),
				INITIALIZER.formatted(properties.commandServiceUrl(), Relations.OPEN_API, Relations.OPEN_API)
					.getBytes(StandardCharsets.UTF_8));
		this.files = new PageFiles(files, POLICY, properties);
	}

	@GetMapping(PATH)
	ResponseEntity<Void> start(HttpServletRequest request) {
		return ResponseEntity.status(HttpStatus.SEE_OTHER)
			.location(URI.create(request.getContextPath() + PATH + "/index.html"))
			.build();
	}

	@GetMapping(PATH + "/{file}")
	ResponseEntity<byte[]> file(@PathVariable String file) {
		return this.files.answer(file);
	}

}
