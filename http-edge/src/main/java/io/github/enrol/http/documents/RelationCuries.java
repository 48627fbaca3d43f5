/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.documents;

import java.util.Set;

import org.springframework.hateoas.LinkRelation;
import org.springframework.hateoas.UriTemplate;
import org.springframework.hateoas.mediatype.hal.DefaultCurieProvider;
import org.springframework.hateoas.mediatype.hal.HalLinkRelation;

/**
 * Prefixes the relations that are not IANA's. Spring HATEOAS does not know those of RFC
 * 8631.
 */
public final class RelationCuries extends DefaultCurieProvider {

	private static final Set<String> RFC_8631 = Set.of(Relations.SERVICE_DESC, "service-doc", "service-meta", "status");

	/**
	 * Creates the provider.
	 * @param documents where the relations are described
	 */
	public RelationCuries(UriTemplate documents) {
		super(Relations.PREFIX, documents);
	}

	@Override
	public HalLinkRelation getNamespacedRelFor(LinkRelation relation) {
		return RFC_8631.contains(relation.value()) ? HalLinkRelation.of(relation) : super.getNamespacedRelFor(relation);
	}

}
