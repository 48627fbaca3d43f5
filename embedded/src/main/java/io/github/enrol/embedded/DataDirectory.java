/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * A directory owned by one instance at a time. The operating system releases the claim
 * when the process ends, in whatever way, so there are no stale claims.
 */
public final class DataDirectory implements AutoCloseable {

	// A file lock belongs to the process and is released when any channel of the file is
	// closed: a second attempt within this process must not even open the file.
	private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

	private final Path path;

	private final FileChannel lock;

	private DataDirectory(Path path, FileChannel lock) {
		this.path = path;
		this.lock = lock;
	}

	/**
	 * Creates the directory if it is missing and claims it.
	 * @throws StartException if it is in use or not writable
	 */
	public static DataDirectory claim(Path directory) {
		Path path;
		try {
			path = Files.createDirectories(directory).toRealPath();
		}
		catch (IOException ex) {
			throw notWritable(directory, ex);
		}
		if (!CLAIMED.add(path)) {
			throw inUse(path);
		}
		FileChannel channel = null;
		try {
			channel = FileChannel.open(path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			if (channel.tryLock() == null) {
				throw inUse(path);
			}
			return new DataDirectory(path, channel);
		}
		catch (IOException ex) {
			release(path, channel);
			throw notWritable(path, ex);
		}
		catch (RuntimeException ex) {
			release(path, channel);
			throw ex;
		}
	}

	public Path path() {
		return this.path;
	}

	@Override
	public void close() {
		release(this.path, this.lock);
	}

	private static void release(Path path, @Nullable FileChannel channel) {
		try {
			if (channel != null) {
				channel.close();
			}
		}
		catch (IOException ex) {
			// The lock ends with the process at the latest.
		}
		finally {
			CLAIMED.remove(path);
		}
	}

	private static StartException inUse(Path path) {
		return new StartException("The data directory " + path + " is in use by another running instance.");
	}

	private static StartException notWritable(Path path, IOException cause) {
		return new StartException("The data directory %s cannot be written: %s.".formatted(path.toAbsolutePath(),
				Directories.reason(cause)), cause);
	}

}
