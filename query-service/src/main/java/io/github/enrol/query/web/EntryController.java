/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import io.github.enrol.query.QueryProperties;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.hateoas.MediaTypes;
import org.springframework.hateoas.RepresentationModel;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The entry point: the one address that clients need to know.
 */
@RestController
class EntryController {

	private final QueryProperties properties;

	EntryController(QueryProperties properties) {
		this.properties = properties;
	}

	@GetMapping(path = UserLinks.ENTRY, produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<RepresentationModel<?>> entry(HttpServletRequest request) {
		return answer(new RepresentationModel<>(UserLinks.of(request).entry(this.properties)));
	}

	@GetMapping(path = UserLinks.ENTRY, produces = MediaTypes.HAL_FORMS_JSON_VALUE)
	ResponseEntity<RepresentationModel<?>> forms(HttpServletRequest request) {
		return answer(UserLinks.of(request).entryForms(this.properties));
	}

	private static ResponseEntity<RepresentationModel<?>> answer(RepresentationModel<?> entry) {
		return ResponseEntity.ok().cacheControl(CacheControl.noCache()).varyBy(HttpHeaders.ACCEPT).body(entry);
	}

}
