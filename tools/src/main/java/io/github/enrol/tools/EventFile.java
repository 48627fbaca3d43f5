/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * A new file for events. It has its name once it is whole and on the disk, and may be
 * read by its owner alone, where the file system knows owners.
 */
final class EventFile {

	private static final int BUFFER = 64 * 1024;

	private final Path file;

	/**
	 * Names the file.
	 * @throws RefusedException if it exists
	 */
	EventFile(Path file) {
		if (Files.exists(file)) {
			throw new RefusedException("The file " + file + " exists already.");
		}
		this.file = file;
	}

	static boolean isCompressed(Path file) {
		return file.toString().endsWith(".gz");
	}

	/**
	 * Writes the file.
	 * @throws RefusedException if it cannot be written
	 */
	void write(Content content) {
		Path part = this.file.resolveSibling(this.file.getFileName() + ".part");
		try {
			Files.deleteIfExists(part);
			try (FileChannel channel = FileChannel.open(part,
					Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly());
					OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
				write(content, out);
				channel.force(true);
			}
			Files.move(part, this.file);
		}
		catch (IOException ex) {
			throw new RefusedException("The file " + this.file + " cannot be written: " + ex.getClass().getSimpleName()
					+ ": " + ex.getMessage());
		}
		finally {
			delete(part);
		}
	}

	/**
	 * What is left of a file that did not become whole has personal data.
	 */
	private static void delete(Path part) {
		try {
			Files.deleteIfExists(part);
		}
		catch (IOException ex) {
			// The next export tries again.
		}
	}

	private void write(Content content, OutputStream out) throws IOException {
		if (isCompressed(this.file)) {
			GZIPOutputStream compressed = new GZIPOutputStream(out, BUFFER);
			content.write(new BufferedOutputStream(compressed, BUFFER));
			compressed.finish();
		}
		else {
			content.write(out);
		}
		out.flush();
	}

	private static FileAttribute<?>[] ownerOnly() {
		return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Writes all of the content, and flushes the stream.
	 */
	@FunctionalInterface
	interface Content {

		void write(OutputStream out) throws IOException;

	}

}
