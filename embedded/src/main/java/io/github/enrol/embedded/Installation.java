/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.nio.file.Path;

/**
 * A MariaDB or MySQL whose programs this JVM can run.
 */
interface Installation {

	/**
	 * Finds the best one for the platform: the one that is included, which is always the
	 * same, before one that the user has installed.
	 * @param binaries where the included one is or will be unpacked
	 * @throws StartException if there is none
	 */
	static Installation find(Platform platform, Path binaries) {
		if (platform.runsBundledDatabase() && BundledMariaDb.isOnClassPath()) {
			return new BundledMariaDb(binaries);
		}
		return InstalledDatabase.find(platform, System.getenv().getOrDefault("PATH", ""))
			.orElseThrow(platform::refusal);
	}

	/**
	 * Checks the disk space that {@link #unpack()} needs.
	 * @throws StartException if there is too little
	 */
	void requireSpace();

	/**
	 * Makes the programs available, unless they are.
	 * @throws StartException if that is impossible
	 */
	void unpack();

	/**
	 * Prepares the program that creates the system tables.
	 * @param data a directory that does not exist
	 */
	ProcessBuilder initialization(Path data);

	/**
	 * Prepares the server, with the options that only this kind of server has and without
	 * any settings of the machine or the user.
	 */
	ProcessBuilder server();

}
