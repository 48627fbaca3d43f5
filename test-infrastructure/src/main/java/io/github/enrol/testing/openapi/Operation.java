/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing.openapi;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.enrol.http.requests.KnownParameters;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.http.MediaType;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * What the code says about an operation, that is a path with a method. Several handlers
 * may share one.
 *
 * @param consumes media types, none for an operation without a body
 * @param produces media types of its result
 * @param query names of the query parameters
 * @param variables names of the path's variables
 */
record Operation(Set<String> consumes, Set<String> produces, Set<String> query, Set<String> variables) {

	private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

	/**
	 * Returns the operations of all controllers on the class path, by path and method,
	 * the latter in lower case.
	 */
	static SortedMap<String, SortedMap<String, Operation>> all() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
		scanner.addExcludeFilter(new AssignableTypeFilter(ErrorController.class));
		SortedMap<String, SortedMap<String, Operation>> all = new TreeMap<>();
		scanner.findCandidateComponents("io.github.enrol")
			.stream()
			.map((bean) -> ClassUtils.resolveClassName(Objects.requireNonNull(bean.getBeanClassName()), null))
			.flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
			.sorted(Comparator.comparing(Method::getName))
			.forEach((method) -> add(method, method.getDeclaringClass(), all));
		return all;
	}

	private static void add(Method method, Class<?> type, SortedMap<String, SortedMap<String, Operation>> all) {
		RequestMappingInfo mapping = new Mappings().getMappingForMethod(method, type);
		if (mapping == null || mapping.getPathPatternsCondition() == null) {
			return;
		}
		for (String path : mapping.getPathPatternsCondition().getPatternValues()) {
			Operation operation = all.computeIfAbsent(path, (key) -> new TreeMap<>())
				.computeIfAbsent(only(mapping).name().toLowerCase(Locale.ROOT), (key) -> none());
			add(mapping, path, method.getAnnotation(KnownParameters.class), operation);
		}
	}

	private static void add(RequestMappingInfo mapping, String path, @Nullable KnownParameters known,
			Operation operation) {
		mapping.getConsumesCondition().getConsumableMediaTypes().forEach((type) -> operation.consumes.add(text(type)));
		mapping.getProducesCondition().getProducibleMediaTypes().forEach((type) -> operation.produces.add(text(type)));
		VARIABLE.matcher(path).results().map((MatchResult found) -> found.group(1)).forEach(operation.variables::add);
		if (known != null) {
			operation.query.addAll(Arrays.asList(known.value()));
		}
	}

	private static RequestMethod only(RequestMappingInfo mapping) {
		return mapping.getMethodsCondition().getMethods().iterator().next();
	}

	private static Operation none() {
		return new Operation(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(),
				new LinkedHashSet<>());
	}

	private static String text(MediaType type) {
		return type.toString();
	}

	private static final class Mappings extends RequestMappingHandlerMapping {

		@Override
		protected @Nullable RequestMappingInfo getMappingForMethod(Method method, Class<?> handlerType) {
			return super.getMappingForMethod(method, handlerType);
		}

	}

}
