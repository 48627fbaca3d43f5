/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Supports UTF-8 bodies, plain or with the content coding gzip.
 */
public final class RequestBody {

	/** The second is an old name of the first (RFC 9110, 8.4.1.3). */
	private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

	private RequestBody() {
	}

	/**
	 * Returns the body without its content coding.
	 * @return to be closed by the caller; reading throws a {@link Problem} if the coding
	 * is broken. The expanded size is not limited
	 * @throws Problem if its charset or content coding is not supported
	 */
	public static InputStream open(HttpHeaders headers, InputStream body) {
		requireUtf8(headers.getContentType());
		List<String> codings = headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING)
			.stream()
			.flatMap((value) -> Stream.of(value.split(",")))
			.map((coding) -> coding.strip().toLowerCase(Locale.ROOT))
			.filter((coding) -> !coding.isEmpty() && !coding.equals("identity"))
			.toList();
		if (codings.isEmpty()) {
			return body;
		}
		if (codings.size() > 1 || !GZIP.contains(codings.get(0))) {
			throw Problem
				.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
						"The Content-Encoding header names a coding that is not read here. Send the body with gzip,"
								+ " applied once, or without a coding.")
				.withHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
		}
		return new GzipStream(body);
	}

	/**
	 * Reads a registration or an erasure, which may take as long as a pause of its
	 * caller: one that sends a byte now and then would otherwise hold a thread for hours.
	 * @param time for all of it
	 * @return the body, or enough of it to see that it is too large
	 */
	public static byte[] read(HttpHeaders headers, InputStream body, Duration time) throws IOException {
		Patience patient = new Patience(body, time, "The body is not complete after " + time.toSeconds() + " s.");
		int most = RegistrationRequest.MAX_BODY_SIZE + 1;
		try (InputStream decoded = open(headers, patient)) {
			// A buffer of the largest size would be a seventh of all that a registration
			// allocates.
			long length = (decoded == patient) ? headers.getContentLength() : -1;
			return decoded.readNBytes((length >= 0) ? (int) Math.min(length, most) : most);
		}
	}

	/**
	 * Returns the longest pause of a caller.
	 */
	static Duration longestPause(Environment environment) {
		return DurationStyle.detectAndParse(environment.getProperty("server.tomcat.connection-timeout", "10s"));
	}

	private static void requireUtf8(@Nullable MediaType type) {
		Charset charset = (type != null) ? type.getCharset() : null;
		if (type != null && charset != null && !charset.equals(StandardCharsets.UTF_8)) {
			throw Problem
				.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The Content-Type header names a charset that is not UTF-8.")
				.withHeader(HttpHeaders.ACCEPT, type.getType() + '/' + type.getSubtype());
		}
	}

}
