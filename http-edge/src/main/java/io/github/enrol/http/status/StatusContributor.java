/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.status;

/**
 * Adds what a part of a service knows to the {@linkplain ServiceStatus status} of the
 * service. Called at most once a second.
 */
@FunctionalInterface
public interface StatusContributor {

	void contribute(ServiceStatus.Builder status);

}
