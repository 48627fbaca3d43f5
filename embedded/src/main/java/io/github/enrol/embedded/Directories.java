/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What file systems refuse, in words for the user.
 */
final class Directories {

	private static final int RENAME_ATTEMPTS = 50;

	private Directories() {
	}

	/**
	 * Checks the free disk space.
	 * @param directory need not exist
	 * @param megabytes in units of 10<sup>6</sup> bytes
	 * @throws StartException if there is less
	 */
	static void requireSpace(Path directory, int megabytes) {
		try {
			Path path = Files.createDirectories(directory);
			long available = Files.getFileStore(path).getUsableSpace() / 1_000_000;
			if (available < megabytes) {
				throw new StartException(
						"The database needs %d MB of disk space in %s, where %d MB are free: free some, or choose another data directory."
							.formatted(megabytes, path.toRealPath(), available));
			}
		}
		catch (IOException ex) {
			// Some file systems do not tell. If it is too little, writing fails.
		}
	}

	/**
	 * Renames a directory. On Windows this fails as long as a virus scanner reads a new
	 * file in it.
	 */
	static void rename(Path from, Path to) throws IOException {
		for (int attempt = 1;; attempt++) {
			try {
				Files.move(from, to);
				return;
			}
			catch (AccessDeniedException ex) {
				if (attempt == RENAME_ATTEMPTS) {
					throw ex;
				}
				pause();
			}
		}
	}

	private static void pause() throws IOException {
		try {
			TimeUnit.MILLISECONDS.sleep(200);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

	/**
	 * Says why a file operation failed: messages of some exceptions are only the path.
	 */
	static @Nullable String reason(IOException ex) {
		if (ex instanceof AccessDeniedException) {
			return "permission denied";
		}
		if (ex instanceof FileAlreadyExistsException) {
			return "it is a file";
		}
		return (ex instanceof FileSystemException failure && failure.getReason() != null) ? failure.getReason()
				: ex.getMessage();
	}

}
