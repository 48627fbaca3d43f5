/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.documents;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Pages about the types of problems and the link relations, for people.
 */
@RestController
class DocumentController {

	private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

	private static final CacheControl CACHE = CacheControl.maxAge(Duration.ofHours(1)).cachePublic();

	private final Document problems = new Document("problems.md");

	private final Document relations = new Document("relations.md");

	@GetMapping(path = "/docs/problems/{type}", produces = MediaType.TEXT_HTML_VALUE)
	ResponseEntity<String> problem(@PathVariable String type) {
		return page(this.problems, type);
	}

	@GetMapping(path = Relations.PATH, produces = MediaType.TEXT_HTML_VALUE)
	ResponseEntity<String> relation(@PathVariable String rel) {
		return page(this.relations, rel);
	}

	private static ResponseEntity<String> page(Document document, String section) {
		String content = document.section(section)
			.orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND, "There is no document of this name."));
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
