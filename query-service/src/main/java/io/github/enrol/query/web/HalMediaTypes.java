/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import io.github.enrol.http.documents.RelationCuries;
import io.github.enrol.http.documents.Relations;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.hateoas.IanaLinkRelations;
import org.springframework.hateoas.MediaTypes;
import org.springframework.hateoas.UriTemplate;
import org.springframework.hateoas.mediatype.hal.CurieProvider;
import org.springframework.hateoas.mediatype.hal.HalConfiguration;
import org.springframework.hateoas.mediatype.hal.HalConfiguration.RenderSingleLinks;
import org.springframework.http.MediaType;

/**
 * How representations become HAL.
 */
@Configuration(proxyBeanMethods = false)
class HalMediaTypes {

	/**
	 * Renders HAL for clients that ask for JSON, and HAL-FORMS as HAL with the templates
	 * of {@link EntryForms}: those of Spring HATEOAS cannot be searches.
	 */
	@Bean
	HalConfiguration halConfiguration() {
		return new HalConfiguration().withMediaType(MediaType.APPLICATION_JSON)
			.withMediaType(MediaTypes.HAL_FORMS_JSON)
			.withRenderSingleLinksFor(IanaLinkRelations.ITEM, RenderSingleLinks.AS_ARRAY);
	}

	/**
	 * Prefixes the relations that are not IANA's; {@code docs/relations.md} is what this
	 * service serves there.
	 */
	@Bean
	CurieProvider curieProvider() {
		return new RelationCuries(UriTemplate.of(Relations.PATH));
	}

}
