/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Paths of pages of the users that a filter selects.
 */
final class FilteredPages {

	private static final int SAMPLE = 1_000;

	private final HttpClient http = HttpClient.newHttpClient();

	private final URI server;

	private final int users;

	private final Random random = new Random(1);

	/**
	 * Creates paths.
	 * @param server a query-service
	 * @param users how many there are
	 */
	FilteredPages(URI server, int users) {
		this.server = server;
		this.users = users;
	}

	/**
	 * Returns paths by scenario, each for any of many places.
	 */
	Map<String, List<String>> paths() {
		String first = time(TestUser.number(0));
		String late = time(TestUser.number(this.users - 10));
		Map<String, List<String>> paths = new LinkedHashMap<>();
		paths.put("by name",
				sample((user) -> "/users?name=" + name(user.name().substring(0, user.name().length() - 2))));
		paths.put("by name, deep", deep("/users?name=user", TestUser::name));
		paths.put("by time", sample((user) -> "/users?created_before=" + time(user)));
		paths.put("by time, deep", deep("/users?created_after=" + first, FilteredPages::key));
		paths.put("by name and time, deep", deep("/users?name=user&created_after=" + first, TestUser::name));
		paths.put("by name, few of that time", List.of("/users?name=user&created_after=" + late));
		return paths;
	}

	private List<String> deep(String list, Function<TestUser, String> key) {
		String[] cursor = cursor(list);
		return sample((user) -> list + "&after="
				+ Base64.getUrlEncoder()
					.withoutPadding()
					.encodeToString(String.join(".", cursor[0], cursor[1], user.id(), key.apply(user))
						.getBytes(StandardCharsets.UTF_8)));
	}

	private List<String> sample(Function<TestUser, String> path) {
		return this.random.longs(SAMPLE, 0, this.users).mapToObj(TestUser::number).map(path).toList();
	}

	/**
	 * Returns the parts of the cursor in the link to the second page. A client would come
	 * to others by following thousands of links.
	 */
	private String[] cursor(String list) {
		try {
			String page = this.http
				.send(HttpRequest.newBuilder(this.server.resolve(list)).build(), BodyHandlers.ofString())
				.body();
			String cursor = Stream.of(page.split("[?&\"]"))
				.filter((part) -> part.startsWith("after="))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException(page));
			return new String(Base64.getUrlDecoder().decode(cursor.substring("after=".length())),
					StandardCharsets.UTF_8)
				.split("\\.", 4);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String name(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String time(TestUser user) {
		return user.registeredAt().toString();
	}

	private static String key(TestUser user) {
		return LocalDateTime.ofInstant(user.registeredAt(), ZoneOffset.UTC).toString();
	}

}
