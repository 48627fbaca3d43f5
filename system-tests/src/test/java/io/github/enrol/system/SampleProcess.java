/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;

/**
 * A consumer of {@code docs/samples}. Its work is to write a line that begins with the
 * event's id, so it is in the middle of its work while the pipe takes no more.
 */
final class SampleProcess implements AutoCloseable {

	private final Process process;

	SampleProcess(Sample sample, String bootstrapServers, Path errors) throws IOException {
		this.process = new ProcessBuilder(sample.command(bootstrapServers)).directory(sample.directory().toFile())
			.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
			.start();
	}

	/**
	 * Waits until it is in the middle of its work, for longer than clients take to commit
	 * by themselves.
	 */
	void awaitStuck() {
		AtomicInteger before = new AtomicInteger();
		Awaitility.await().during(Duration.ofSeconds(7)).atMost(Duration.ofMinutes(5)).until(() -> {
			int written = this.process.getInputStream().available();
			return written > 0 && written == before.getAndSet(written);
		});
	}

	/**
	 * Sends SIGKILL.
	 * @return the ids of the events whose work was done
	 */
	Set<String> kill() throws IOException, InterruptedException {
		// Unlike that of the process, it leaves the streams open.
		this.process.toHandle().destroyForcibly();
		this.process.waitFor();
		String output = new String(this.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return Arrays.stream(output.substring(0, output.lastIndexOf('\n') + 1).split("\n"))
			.map(SampleProcess::id)
			.collect(Collectors.toSet());
	}

	/**
	 * Lets it work on.
	 * @return the ids of the events whose work is done, which grow
	 */
	Set<String> work() {
		Set<String> ids = ConcurrentHashMap.newKeySet();
		new Thread(
				() -> this.process.inputReader(StandardCharsets.UTF_8).lines().map(SampleProcess::id).forEach(ids::add))
			.start();
		return ids;
	}

	private static String id(String line) {
		return line.split(" ", 2)[0];
	}

	/**
	 * Sends SIGTERM, or SIGKILL if that does not help.
	 */
	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
