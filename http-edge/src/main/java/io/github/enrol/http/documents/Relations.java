/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.documents;

/**
 * The link relations that are not IANA's, as {@code docs/relations.md} describes them.
 */
public final class Relations {

	/** The prefix of their names (a CURIE). */
	public static final String PREFIX = "enrol";

	/** Where each is described, as a URI template. */
	public static final String PATH = "/docs/relations/{rel}";

	/** Describes a service for machines; the {@code service-desc} of its entry point. */
	public static final String SERVICE_DESC = "service-desc";

	/** Where a service serves its own description. */
	public static final String OPEN_API = "/openapi.json";

	private Relations() {
	}

}
