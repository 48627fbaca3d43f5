/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

/**
 * The paths of the API.
 */
public final class RegistrationPaths {

	static final String ENTRY = "/";

	static final String REGISTRATION = "/user/registration";

	static final String ERASURE = "/user/erasure";

	public static final String IMPORT = "/user/registrations";

	public static final String IMPORT_STATUS = IMPORT + "/{id}";

	public static final String REPORT = "/report";

	public static final String IMPORT_REPORT = IMPORT_STATUS + REPORT;

	private RegistrationPaths() {
	}

}
