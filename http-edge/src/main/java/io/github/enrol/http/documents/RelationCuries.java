/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.documents;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.hateoas.LinkRelation;
import org.springframework.hateoas.Links;
import org.springframework.hateoas.UriTemplate;
import org.springframework.hateoas.mediatype.hal.DefaultCurieProvider;
import org.springframework.hateoas.mediatype.hal.HalLinkRelation;

/**
 * Prefixes the relations that are not IANA's. Spring HATEOAS does not know those of RFC
 * 8631, and compares each relation of each response with all of IANA's.
 */
public final class RelationCuries extends DefaultCurieProvider {

	private static final Set<String> RFC_8631 = Set.of(Relations.SERVICE_DESC, "service-doc", "service-meta", "status");

	/** By the relations of the services' own links, so there are few. */
	private final Map<String, HalLinkRelation> prefixed = new ConcurrentHashMap<>();

	private final @Nullable Collection<?> curies;

	/**
	 * Creates the provider.
	 * @param documents where the relations are described; a path is relative to each
	 * request's own address
	 */
	public RelationCuries(UriTemplate documents) {
		super(Relations.PREFIX, documents);
		this.curies = documents.toString().startsWith("http") ? super.getCurieInformation(Links.NONE) : null;
	}

	@Override
	public Collection<?> getCurieInformation(Links links) {
		return (this.curies != null) ? this.curies : super.getCurieInformation(links);
	}

	@Override
	public HalLinkRelation getNamespacedRelFor(LinkRelation relation) {
		return this.prefixed.computeIfAbsent(relation.value(),
				(name) -> RFC_8631.contains(name) ? HalLinkRelation.of(relation) : super.getNamespacedRelFor(relation));
	}

}
