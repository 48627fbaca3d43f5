/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which platforms have a database, and what people on the others are told.
 */
class PlatformTests {

	private static final List<Platform> BUNDLED = List.of(new Platform("Linux", "6.1", "amd64", true),
			new Platform("Linux", "6.1", "x86_64", true), new Platform("Mac OS X", "15.3", "aarch64", true),
			new Platform("Mac OS X", "26.0", "aarch64", true), new Platform("Windows 11", "10.0", "amd64", false),
			new Platform("Windows Server 2022", "10.0", "amd64", false));

	static Stream<Platform> all() {
		return Stream
			.of("Linux,6.1", "Mac OS X,14.7.1", "Mac OS X,15.3", "Mac OS X,26.0", "Windows 11,10.0",
					"Windows Server 2022,10.0", "FreeBSD,14.1", "SunOS,5.11", "AIX,7.3")
			.map((system) -> system.split(","))
			.flatMap((system) -> Stream
				.of("amd64", "x86_64", "x86", "i386", "aarch64", "arm", "riscv64", "ppc64le", "s390x")
				.flatMap((arch) -> Stream.of(true, false)
					.map((linkable) -> new Platform(system[0], system[1], arch, linkable))));
	}

	@Test
	void hasADatabaseForThoseOfMariaDb4j() {
		assertThat(all().filter(Platform::runsBundledDatabase)).containsAll(BUNDLED)
			.allMatch((platform) -> BUNDLED.contains(platform)
					|| (platform.isWindows() && List.of("amd64", "x86_64").contains(platform.arch())));
	}

	@ParameterizedTest
	@MethodSource("all")
	void refusesInOneSentenceThatNamesTheWayOut(Platform platform) {
		assertThat(platform.refusal().getMessage()).startsWith("No database for ")
			.contains(" on " + platform.arch() + " is included", "none was found on the PATH: install one",
					"set enrol.database to the JDBC URL")
			.matches("[^\\n]*[^.\\n]\\.");
	}

	@ParameterizedTest
	@CsvSource({ "Linux, 6.1, aarch64, true, No database for Linux on aarch64, apk add mariadb",
			"Linux, 6.1, amd64, false, No database for Linux without glibc on amd64, apk add mariadb",
			"Mac OS X, 15.3, x86_64, true, No database for macOS 15.3 on x86_64, brew install mariadb",
			"Mac OS X, 14.7, aarch64, true, No database for macOS 14.7 on aarch64, brew install mariadb",
			"Mac OS X, 15.3, aarch64, false, No database for macOS 15.3 on aarch64, brew install mariadb",
			"Windows 11, 10.0, aarch64, true, No database for Windows 11 on aarch64, install one",
			"FreeBSD, 14.1, amd64, true, No database for FreeBSD on amd64, install one" })
	void namesThePlatformAndAPackage(String os, String version, String arch, boolean linkable, String name,
			String example) {
		Platform platform = new Platform(os, version, arch, linkable);
		assertThat(platform.runsBundledDatabase()).isFalse();
		assertThat(platform.refusal().getMessage()).startsWith(name + " is included").contains(example);
	}

}
