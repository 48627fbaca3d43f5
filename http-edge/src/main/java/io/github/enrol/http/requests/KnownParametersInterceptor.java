/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.requests;

import java.util.Comparator;
import java.util.List;

import io.github.enrol.http.problems.InvalidValue;
import io.github.enrol.http.problems.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.text.similarity.LevenshteinDistance;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses query parameters that a resource does not have: a misspelt filter would list
 * everything.
 */
final class KnownParametersInterceptor implements HandlerInterceptor {

	/** From a parameter to the one that was probably meant. */
	private static final int MOST_EDITS = 2;

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		// Other handlers, such as the actuator's, have parameters that are not known
		// here.
		if (request.getQueryString() != null && request.getDispatcherType() == DispatcherType.REQUEST
				&& handler instanceof HandlerMethod method
				&& AnnotatedElementUtils.hasAnnotation(method.getBeanType(), RestController.class)) {
			KnownParameters annotation = method.getMethodAnnotation(KnownParameters.class);
			refuseOthers(request, (annotation != null) ? List.of(annotation.value()) : List.of());
		}
		return true;
	}

	private static void refuseOthers(HttpServletRequest request, List<String> known) {
		List<InvalidValue> errors = request.getParameterMap()
			.keySet()
			.stream()
			.filter((name) -> !known.contains(name))
			.map((name) -> InvalidValue.inParameter(name, "is not a parameter of this resource" + advice(name, known)))
			.toList();
		if (!errors.isEmpty()) {
			throw Problem.invalid(errors);
		}
	}

	private static String advice(String name, List<String> known) {
		if (known.isEmpty()) {
			return ", which has none";
		}
		LevenshteinDistance distance = new LevenshteinDistance(Math.min(MOST_EDITS, name.length() / 2));
		return known.stream()
			.filter((other) -> distance.apply(name, other) >= 0)
			.min(Comparator.comparing((other) -> distance.apply(name, other)))
			.map((nearest) -> ": did you mean " + nearest + "?")
			.orElse(", which has " + String.join(", ", known));
	}

}
