/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;
import org.springframework.util.StringUtils;

/**
 * Files of a page, from the class path. They are few and small, and kept in memory. Their
 * tags are made from their content: the time in a jar is always the same.
 */
final class StaticFiles {

	static final String WEB_JARS = "META-INF/maven/org.webjars/";

	static final String POM_PROPERTIES = "/pom.properties";

	private static final Map<String, MediaType> TYPES = Map.of("html", MediaType.valueOf("text/html;charset=UTF-8"),
			"css", MediaType.valueOf("text/css;charset=UTF-8"), "js",
			MediaType.valueOf("text/javascript;charset=UTF-8"), "svg", MediaType.valueOf("image/svg+xml"), "ico",
			MediaType.valueOf("image/x-icon"), "png", MediaType.IMAGE_PNG, "woff", MediaType.valueOf("font/woff"),
			"woff2", MediaType.valueOf("font/woff2"));

	private final Map<String, StaticFile> files = new TreeMap<>();

	/**
	 * Reads the files.
	 * @param directory in the class path, without slashes around it
	 */
	StaticFiles(String directory) {
		try {
			for (Resource resource : new PathMatchingResourcePatternResolver()
				.getResources("classpath*:" + directory + "/**/*.*")) {
				String url = resource.getURL().toString();
				MediaType type = TYPES.get(StringUtils.getFilenameExtension(url));
				if (type != null) {
					add(url.substring(url.lastIndexOf(directory) + directory.length() + 1), type,
							resource.getContentAsByteArray());
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads those of a WebJar.
	 * @param name of the artifact in the group {@code org.webjars}
	 */
	static StaticFiles ofWebJar(String name) throws IOException {
		Properties webJar = PropertiesLoaderUtils
			.loadProperties(new ClassPathResource(WEB_JARS + name + POM_PROPERTIES));
		return new StaticFiles("META-INF/resources/webjars/" + name + "/" + webJar.getProperty("version"));
	}

	void add(String path, MediaType type, byte[] content) {
		this.files.put(path, new StaticFile(type, content, "W/\"" + DigestUtils.md5DigestAsHex(content) + "\""));
	}

	/**
	 * Replaces a text in all files that have it.
	 */
	void replace(String text, String replacement) {
		new TreeMap<>(this.files).forEach((path, file) -> {
			String content = new String(file.content(), StandardCharsets.UTF_8);
			if (content.contains(text)) {
				add(path, file.type(), content.replace(text, replacement).getBytes(StandardCharsets.UTF_8));
			}
		});
	}

	Optional<StaticFile> find(String path) {
		return Optional.ofNullable(this.files.get(path));
	}

	/**
	 * A file.
	 *
	 * @param tag for {@code ETag}, weak because responses may be compressed
	 */
	record StaticFile(MediaType type, byte[] content, String tag) {
	}

}
