/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One service as the jar that Maven makes, and as it is laid out in an image: extracted,
 * and with the JDK's cache of loaded and linked classes, and from JDK 25 on of profiles
 * (JEP 483, 514 and 515), else that of class data sharing.
 *
 * @param service the name of its module
 * @param directory where it is extracted, new
 */
record Layout(String service, Path directory) {

	private static final boolean AOT = Runtime.version().feature() >= 25;

	private static final Path LOAD = Path.of("..", "deploy", "image", "load");

	/** Creating a cache takes a JVM of its own at the end. */
	static final Duration CACHE_TIMEOUT = Duration.ofSeconds(180);

	/**
	 * Extracts it.
	 */
	static Layout extract(String service, Path directory) {
		Tool.run(JavaProcess.command(List.of("-Djarmode=tools", "-jar", Build.THIS.jar(service).toString(), "extract",
				"--destination", directory.toString())));
		return new Layout(service, directory);
	}

	List<String> jar() {
		return Build.THIS.code(this.service);
	}

	List<String> extracted() {
		return List.of("-jar", this.directory.resolve(Build.THIS.jar(this.service).getFileName()).toString());
	}

	/**
	 * With a cache that was written before.
	 * @param cache the name of a file
	 */
	List<String> reading(String cache) {
		return with(cache, AOT ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=");
	}

	/**
	 * Writes a cache when it ends.
	 * @param cache the name of a file
	 */
	List<String> writing(String cache) {
		return with(cache, AOT ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=");
	}

	private List<String> with(String cache, String option) {
		return List.of(option + this.directory.resolve(cache), extracted().get(0), extracted().get(1));
	}

	/**
	 * Does what users do, as the build of an image does.
	 */
	static void load(JavaProcess command, JavaProcess query, Duration duration) {
		Tool.run(List.of(LOAD.toString(), Integer.toString(command.port()), Integer.toString(query.port()),
				Long.toString(duration.toSeconds())));
	}

}
