/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A terminal in a directory that has the repository's files, and in which commands may
 * leave others. Needs bash.
 */
final class Terminal implements AutoCloseable {

	private static final long SECONDS = 60;

	private final Path directory;

	private final Map<String, String> environment;

	Terminal(Path directory, Map<String, String> environment) throws IOException {
		this.directory = directory;
		this.environment = environment;
		try (Stream<Path> files = Files.list(Document.ROOT)) {
			for (Path file : files.toList()) {
				Files.createSymbolicLink(directory.resolve(file.getFileName()), file);
			}
		}
		// curl shows its progress unless its output is a terminal.
		Files.writeString(directory.resolve(".curlrc"), "no-progress-meter\n");
	}

	/**
	 * Returns what the command writes until it ends or its output is enough.
	 */
	String run(String command, Predicate<String> enough) throws Exception {
		Path output = Files.createTempFile(this.directory, "output", "");
		ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().putAll(this.environment);
		builder.environment().put("CURL_HOME", this.directory.toString());
		builder.environment()
			.merge("PATH", Path.of(System.getProperty("java.home"), "bin").toString(), (path, bin) -> bin + ":" + path);
		Process process = builder.start();
		process.getOutputStream().close();
		try {
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
			boolean done = false;
			while (!done && System.nanoTime() < deadline) {
				done = process.waitFor(100, TimeUnit.MILLISECONDS) || enough.test(shown(output));
			}
			return shown(output);
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroy);
			process.destroy();
			process.waitFor();
		}
	}

	@Override
	public void close() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path link : files.filter(Files::isSymbolicLink).toList()) {
				Files.delete(link);
			}
		}
	}

	private static String shown(Path output) throws IOException {
		return Files.readString(output).replace("\r", "").replaceAll("(?m) +$", "").stripTrailing();
	}

}
