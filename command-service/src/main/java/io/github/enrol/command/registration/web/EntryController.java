/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import io.github.enrol.http.documents.RelationCuries;
import io.github.enrol.http.documents.Relations;
import io.github.enrol.http.requests.RequestAddress;
import io.github.enrol.http.status.StatusAutoConfiguration;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.hateoas.IanaLinkRelations;
import org.springframework.hateoas.Link;
import org.springframework.hateoas.MediaTypes;
import org.springframework.hateoas.RepresentationModel;
import org.springframework.hateoas.UriTemplate;
import org.springframework.hateoas.mediatype.hal.CurieProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The entry point of this service; {@code index} is that of the API as a whole.
 */
@RestController
class EntryController {

	private final WebProperties properties;

	EntryController(WebProperties properties) {
		this.properties = properties;
	}

	@GetMapping(path = RegistrationPaths.ENTRY,
			produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<RepresentationModel<?>> entry(HttpServletRequest request) {
		String base = RequestAddress.of(request);
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noCache())
			.varyBy(HttpHeaders.ACCEPT)
			.body(new RepresentationModel<>()
				.add(Link.of(base + RegistrationPaths.ENTRY),
						Link.of(base + RegistrationPaths.REGISTRATION, "registration"),
						Link.of(base + RegistrationPaths.IMPORT, "registrations"),
						Link.of(base + RegistrationPaths.ERASURE, "erasure"),
						Link.of(base + StatusAutoConfiguration.PATH, "status"),
						Link.of(base + Relations.OPEN_API, Relations.SERVICE_DESC)
							.withType(MediaType.APPLICATION_JSON_VALUE))
				.add(Link.of(UriComponentsBuilder.fromUri(this.properties.queryServiceUrl()).path("/").toUriString(),
						IanaLinkRelations.INDEX)));
	}

	/**
	 * Prefixes the relations that are not IANA's; the query-service documents them.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Curies {

		@Bean
		CurieProvider curieProvider(WebProperties properties) {
			// Not encoded, because it is a template.
			return new RelationCuries(UriTemplate.of(UriComponentsBuilder.fromUri(properties.queryServiceUrl())
				.path(Relations.PATH)
				.build()
				.toUriString()));
		}

	}

}
