/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.kubernetes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.enrol.testing.kubernetes.Manifest;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The environment variables that a manifest gives its container.
 */
final class ServiceEnvironment {

	private static final Pattern REFERENCE = Pattern.compile("\\$\\((\\w+)\\)");

	private final Map<String, String> variables = new HashMap<>();

	/**
	 * Resolves the variables as Kubernetes does.
	 * @param values of config maps, secrets and fields, by {@code name/key}
	 * @param mounts the directories in place of those that are mounted
	 */
	ServiceEnvironment(Manifest workload, Map<String, String> values, Map<String, String> mounts) {
		for (Map<String, Object> variable : variables(workload)) {
			String value = Manifest.at(variable, "value");
			value = REFERENCE.matcher((value != null) ? value : value(variable, values))
				.replaceAll((reference) -> Matcher.quoteReplacement(this.variables.get(reference.group(1))));
			for (Map.Entry<String, String> mount : mounts.entrySet()) {
				value = value.replace(mount.getKey(), mount.getValue());
			}
			this.variables.put(Manifest.at(variable, "name"), value);
		}
	}

	ServiceEnvironment without(String variable) {
		this.variables.remove(variable);
		return this;
	}

	static List<Map<String, Object>> variables(Manifest workload) {
		return workload.get("spec", "template", "spec", "containers", 0, "env");
	}

	private static String value(Map<String, Object> variable, Map<String, String> values) {
		Map<String, Map<String, String>> source = Manifest.at(variable, "valueFrom");
		Map<String, String> reference = source.values().iterator().next();
		String name = reference.containsKey("fieldPath") ? reference.get("fieldPath")
				: reference.get("name") + "/" + reference.get("key");
		String value = values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("There is no value of " + name);
		}
		return value;
	}

	/**
	 * Runs a service with these variables, and with what differs in a test.
	 */
	ConfigurableApplicationContext run(SpringApplication application, String... arguments) {
		application.addInitializers((context) -> context.getEnvironment()
			.getPropertySources()
			.addBefore(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(
							"manifest-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.copyOf(this.variables))));
		return application.run(arguments);
	}

}
