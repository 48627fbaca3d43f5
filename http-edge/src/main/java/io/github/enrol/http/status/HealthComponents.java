/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.enrol.http.status.ServiceStatus.Component;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;

/**
 * The components of a service's health, with the reason why one is not up in words.
 */
public final class HealthComponents {

	/**
	 * The detail of a health in which an indicator gives its reason. No other detail is
	 * shown: those of libraries may quote anything.
	 */
	public static final String REASON = "reason";

	private static final Map<String, String> REASONS = Map.of("readinessState", "The service is starting or stopping.",
			"livenessState", "The service cannot recover by itself and has to be restarted; its log has the reason.",
			"diskSpace", "The disk is almost full.");

	private static final String UNKNOWN_REASON = "The service's log has the reason.";

	private HealthComponents() {
	}

	static List<Component> of(HealthDescriptor health) {
		List<Component> components = new ArrayList<>();
		if (health instanceof CompositeHealthDescriptor composite && composite.getComponents() != null) {
			composite.getComponents().forEach((name, part) -> add(name, part, components));
		}
		return components;
	}

	private static void add(String name, HealthDescriptor health, List<Component> components) {
		if (health instanceof CompositeHealthDescriptor composite && composite.getComponents() != null) {
			composite.getComponents().forEach((part, nested) -> add(name + "." + part, nested, components));
		}
		else {
			components.add(new Component(name, health.getStatus().getCode(), reason(name, health)));
		}
	}

	private static @Nullable String reason(String name, HealthDescriptor health) {
		if (Status.UP.equals(health.getStatus())) {
			return null;
		}
		Object own = (health instanceof IndicatedHealthDescriptor indicated && indicated.getDetails() != null)
				? indicated.getDetails().get(REASON) : null;
		return (own != null) ? own.toString() : REASONS.getOrDefault(name, UNKNOWN_REASON);
	}

}
