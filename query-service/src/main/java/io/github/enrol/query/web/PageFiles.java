/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;
import io.github.enrol.query.QueryProperties;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Serves the files of a page for people, which calls the services, and what else it
 * names.
 */
final class PageFiles {

	private final StaticFiles files;

	private final String policy;

	/**
	 * Creates a page.
	 * @param policy the Content-Security-Policy, without the origins to connect to
	 * @param others where else the page connects to
	 */
	PageFiles(StaticFiles files, String policy, QueryProperties services, URI... others) {
		this.files = files;
		this.policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " + policy
				+ "; connect-src 'self' "
				+ Stream
					.concat(Stream.of(services.commandServiceUrl(), services.projectorServiceUrl()), Stream.of(others))
					.map(PageFiles::origin)
					.collect(Collectors.joining(" "));
	}

	private static String origin(URI url) {
		return UriComponentsBuilder.fromUri(url).replacePath(null).replaceQuery(null).toUriString();
	}

	ResponseEntity<byte[]> answer(String path) {
		StaticFiles.StaticFile file = this.files.find(path)
			.orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND, "No resource has this path."));
		return ResponseEntity.ok()
			.contentType(file.type())
			.cacheControl(CacheControl.noCache())
			.eTag(file.tag())
			.header("Content-Security-Policy", this.policy)
			.header("X-Content-Type-Options", "nosniff")
			.header("Referrer-Policy", "no-referrer")
			// Otherwise Spring takes a path for a name that somebody else has chosen.
			.header(HttpHeaders.CONTENT_DISPOSITION, "inline")
			.body(file.content());
	}

}
