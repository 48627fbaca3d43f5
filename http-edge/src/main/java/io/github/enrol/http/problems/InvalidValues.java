/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Finds the invalid values of a request in exceptions of Spring and Jackson. Their
 * messages are not passed on, because they name Java classes and repeat the value.
 */
final class InvalidValues {

	private InvalidValues() {
	}

	/**
	 * Returns the invalid values that the exception reports.
	 * @return empty if it reports something else
	 */
	static List<InvalidValue> of(Exception ex) {
		if (ex instanceof MissingServletRequestParameterException missing) {
			return List.of(InvalidValue.inParameter(missing.getParameterName(), "is missing"));
		}
		if (ex instanceof MissingRequestHeaderException missing) {
			return List.of(InvalidValue.inHeader(missing.getHeaderName(), "is missing"));
		}
		if (ex instanceof MethodArgumentTypeMismatchException mismatch) {
			MethodParameter parameter = mismatch.getParameter();
			return parameter.hasParameterAnnotation(PathVariable.class) ? List.of()
					: List.of(in(parameter, mismatch.getName(), expected(mismatch.getRequiredType())));
		}
		if (ex instanceof MethodArgumentNotValidException invalid) {
			return of(invalid.getParameter(), invalid.getBindingResult());
		}
		if (ex instanceof HandlerMethodValidationException invalid) {
			return invalid.getParameterValidationResults().stream().flatMap((result) -> of(result).stream()).toList();
		}
		if (ex instanceof HttpMessageNotReadableException unreadable
				&& unreadable.getCause() instanceof MismatchedInputException mismatch
				&& !mismatch.getPath().isEmpty()) {
			return List.of(InvalidValue.inBody(pointer(mismatch), expected(mismatch.getTargetType())));
		}
		return List.of();
	}

	/**
	 * Returns why a body could not be read at all.
	 */
	static String flaw(HttpMessageNotReadableException unreadable) {
		Throwable cause = unreadable.getCause();
		if (cause == null) {
			return "The request needs a body.";
		}
		if (cause instanceof StreamReadException syntax) {
			return "The body is not well-formed JSON: see line " + syntax.getLocation().getLineNr() + ", column "
					+ syntax.getLocation().getColumnNr() + ".";
		}
		return (cause instanceof JacksonException) ? "The body is not JSON of the kind that is expected here."
				: "The body cannot be read.";
	}

	private static List<InvalidValue> of(ParameterValidationResult result) {
		MethodParameter parameter = result.getMethodParameter();
		if (result instanceof ParameterErrors errors) {
			return of(parameter, errors);
		}
		String name = Objects.requireNonNullElse(parameter.getParameterName(), "");
		return result.getResolvableErrors().stream().map((error) -> in(parameter, name, detail(error))).toList();
	}

	private static List<InvalidValue> of(MethodParameter parameter, Errors errors) {
		return errors.getAllErrors().stream().map((error) -> {
			String field = (error instanceof FieldError fieldError) ? fieldError.getField() : "";
			return in(parameter, field, detail(error));
		}).toList();
	}

	private static InvalidValue in(MethodParameter parameter, String name, String detail) {
		RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
		if (header != null) {
			return InvalidValue.inHeader(header.name().isEmpty() ? name : header.name(), detail);
		}
		return parameter.hasParameterAnnotation(RequestBody.class) ? InvalidValue.inBody(pointer(name), detail)
				: InvalidValue.inParameter(name, detail);
	}

	private static String detail(MessageSourceResolvable error) {
		boolean unconverted = error instanceof FieldError field && field.isBindingFailure();
		return unconverted ? "has the wrong form"
				: Objects.requireNonNullElse(error.getDefaultMessage(), "is not valid");
	}

	/**
	 * Turns {@code lines[0].name} into {@code /lines/0/name}.
	 */
	private static String pointer(String field) {
		return field.isEmpty() ? "" : "/" + field.replace("[", "/").replace("]", "").replace('.', '/');
	}

	private static String pointer(JacksonException ex) {
		return ex.getPath()
			.stream()
			.map((step) -> (step.getPropertyName() != null) ? step.getPropertyName()
					: Integer.toString(step.getIndex()))
			.map((step) -> "/" + step.replace("~", "~0").replace("/", "~1"))
			.collect(Collectors.joining());
	}

	private static String expected(@Nullable Class<?> type) {
		if (type == null) {
			return "has the wrong form";
		}
		if (type.isEnum()) {
			return Arrays.stream(type.getEnumConstants())
				.map(Object::toString)
				.collect(Collectors.joining(", ", "must be one of ", ""));
		}
		if (type == String.class) {
			return "must be a string";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "must be true or false";
		}
		if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
			return "must be a whole number";
		}
		return "has the wrong form";
	}

}
