/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the commit that is built into {@code git.properties}, where Spring Boot looks
 * for it. An archive of the sources has none, and a machine may be without Git: then
 * there is no such file. The Maven plugin for this names the commit of another worktree
 * (git-commit-id/git-commit-id-maven-plugin#882).
 */
final class Commit {

	private Commit() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		Path properties = Path.of(args[0]);
		Files.deleteIfExists(properties);
		Files.createDirectories(properties.getParent());
		if (!Files.exists(Path.of(args[1], ".git"))) {
			return;
		}
		try {
			Process git = new ProcessBuilder("git", "log", "-1", "--format=git.commit.id=%H%ngit.commit.id.abbrev=%h",
					"--abbrev=7")
				.directory(Path.of(args[1]).toFile())
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.redirectOutput(properties.toFile())
				.start();
			if (git.waitFor() != 0) {
				Files.deleteIfExists(properties);
			}
		}
		catch (IOException ex) {
			System.err.println("The commit is not known: " + ex.getMessage());
			Files.deleteIfExists(properties);
		}
	}

}
