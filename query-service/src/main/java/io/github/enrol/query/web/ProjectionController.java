/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import io.github.enrol.query.readmodel.Projections;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.hateoas.MediaTypes;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * How fresh the users are.
 */
@RestController
class ProjectionController {

	private final Projections projections;

	ProjectionController(Projections projections) {
		this.projections = projections;
	}

	@GetMapping(path = UserLinks.PROJECTION, produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<ProjectionModel> projection(HttpServletRequest request) {
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.varyBy(HttpHeaders.ACCEPT)
			.body(new ProjectionModel(this.projections.current(), UserLinks.of(request).projection()));
	}

}
