/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A 16 MiB disk at a directory, visible only to processes started with its
 * {@link #prefix()}: a tmpfs in its own mount namespace. Needs Linux, and either root or
 * user namespaces.
 */
final class SmallDisk implements AutoCloseable {

	private final Process holder;

	private final Path directory;

	private final boolean root = "root".equals(System.getProperty("user.name"));

	SmallDisk(Path directory) {
		this.directory = directory.toAbsolutePath();
		try {
			Files.createDirectories(this.directory);
			this.holder = new ProcessBuilder("unshare", this.root ? "-m" : "-rm", "sh", "-c",
					"mount -t tmpfs -o size=16m tmpfs \"$0\" && touch \"$0/mounted\" && exec sleep 600",
					this.directory.toString())
				.inheritIO()
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		while (!Files.exists(inside("mounted"))) {
			if (!this.holder.isAlive()) {
				throw new IllegalStateException("a disk of its own cannot be had: it needs root or user namespaces");
			}
			ManagedProcess.pause(Duration.ofMillis(20));
		}
	}

	/**
	 * Returns the command prefix that makes this disk visible.
	 */
	List<String> prefix() {
		String pid = Long.toString(this.holder.pid());
		String workingDirectory = "--wd=" + Path.of("").toAbsolutePath();
		return this.root ? List.of("nsenter", "-t", pid, "-m", workingDirectory)
				: List.of("nsenter", "-t", pid, "-U", "--preserve-credentials", "-m", workingDirectory);
	}

	/**
	 * Fills the disk to the last byte.
	 */
	void fill() {
		byte[] block = new byte[4096];
		try (OutputStream out = Files.newOutputStream(inside("filler"))) {
			while (true) {
				out.write(block);
			}
		}
		catch (IOException full) {
			if (inside("filler").toFile().length() == 0) {
				throw new UncheckedIOException(full);
			}
		}
	}

	void free() {
		try {
			Files.delete(inside("filler"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path inside(String file) {
		return Path.of("/proc", Long.toString(this.holder.pid()), "root")
			.resolve(this.directory.toString().substring(1))
			.resolve(file);
	}

	@Override
	public void close() {
		this.holder.destroyForcibly();
	}

}
