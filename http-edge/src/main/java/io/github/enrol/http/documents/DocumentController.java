/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * What answers and events refer to: pages about the types of problems and the link
 * relations, for people; the schemas of events and the descriptions of the interfaces,
 * for machines.
 */
@RestController
class DocumentController {

	private static final Pattern SCHEMA = Pattern.compile("[a-z0-9.-]+\\.schema\\.json");

	private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

	private static final CacheControl CACHE = CacheControl.maxAge(Duration.ofHours(1)).cachePublic();

	private final Document problems = new Document("problems.md");

	private final Document relations = new Document("relations.md");

	private final String service;

	/**
	 * Creates the controller.
	 * @param service the name of the service, and of its OpenAPI document
	 */
	DocumentController(String service) {
		this.service = service;
	}

	@GetMapping(path = "/docs/problems/{type}", produces = MediaType.TEXT_HTML_VALUE)
	ResponseEntity<String> problem(@PathVariable String type) {
		return page(this.problems, type);
	}

	@GetMapping(path = Relations.PATH, produces = MediaType.TEXT_HTML_VALUE)
	ResponseEntity<String> relation(@PathVariable String rel) {
		return page(this.relations, rel);
	}

	/**
	 * Returns the schema whose identifier ends with this name.
	 */
	@GetMapping(path = "/docs/schemas/{schema}",
			produces = { "application/schema+json", MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<byte[]> schema(@PathVariable String schema) {
		return SCHEMA.matcher(schema).matches() ? file("schemas/" + schema) : notFound();
	}

	@GetMapping(path = "/docs/asyncapi.yaml", produces = { "application/yaml", MediaType.TEXT_PLAIN_VALUE })
	ResponseEntity<byte[]> asyncApi() {
		return file("asyncapi.yaml");
	}

	@GetMapping(path = Relations.OPEN_API, produces = { MediaType.APPLICATION_JSON_VALUE, "application/openapi+json" })
	ResponseEntity<byte[]> openApi() {
		return file("openapi/" + this.service + ".json");
	}

	private static ResponseEntity<byte[]> file(String name) {
		ClassPathResource file = new ClassPathResource("/docs/" + name);
		if (!file.exists()) {
			return notFound();
		}
		try {
			// Not as a resource, of which clients could ask for a part.
			return ResponseEntity.ok()
				.cacheControl(CACHE)
				.varyBy(HttpHeaders.ACCEPT)
				.body(file.getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static <T> T notFound() {
		throw Problem.of(ProblemType.NOT_FOUND, "There is no document of this name.");
	}

	private static ResponseEntity<String> page(Document document, String section) {
		String content = document.section(section).orElseGet(DocumentController::notFound);
		return ResponseEntity.ok()
			.contentType(HTML)
			.cacheControl(CACHE)
			.header("Content-Security-Policy", "default-src 'none'")
			.body("""
					<!DOCTYPE html>
					<html lang="en">
					<meta charset="utf-8">
					<meta name="viewport" content="width=device-width">
					<title>%s</title>
					<main>
					%s</main>
					</html>
					""".formatted(section, content));
	}

}
