/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.enrol.embedded.Database;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import org.springframework.util.FileSystemUtils;

/**
 * A standalone in this process, with {@code enrol.database} set to a URL, which all
 * classes of tests share that ask for one, or for one with security.
 */
final class RunningStandalone implements BeforeAllCallback {

	/** By which people sign in to the console of one with security. */
	static final String CLIENT_ID = "console";

	private static final String CLIENT_ID_PROPERTY = "security.console.client-id";

	private final boolean security;

	private Standalone standalone;

	RunningStandalone() {
		this(false);
	}

	RunningStandalone(boolean security) {
		this.security = security;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		this.standalone = context.getRoot()
			.getStore(Namespace.GLOBAL)
			.computeIfAbsent(List.of(RunningStandalone.class, this.security), (key) -> new Shared(this.security),
					Shared.class).standalone;
	}

	InProcessServices services() {
		return this.standalone.services();
	}

	Database database() {
		return this.standalone.database();
	}

	Tokens tokens() {
		return this.standalone.tokens();
	}

	String token(String name) {
		return tokens().token(name);
	}

	URI query(String path) {
		return services().queryService().resolve(path);
	}

	URI command(String path) {
		return services().commandService().resolve(path);
	}

	private static final class Shared implements AutoCloseable {

		private final Path directory;

		private final Standalone standalone;

		Shared(boolean security) {
			try {
				this.directory = Files.createTempDirectory("standalone");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			Schema schema = Backends.database().createSchema();
			this.standalone = new Standalone(new StandaloneProperties(this.directory, 0, 0, 0, 0, 0, schema.jdbcUrl(),
					schema.username(), schema.password(), security));
			this.standalone.prepare();
			if (security) {
				System.setProperty(CLIENT_ID_PROPERTY, CLIENT_ID);
			}
			try {
				this.standalone.start(new Stages((line) -> {
				}));
			}
			finally {
				System.clearProperty(CLIENT_ID_PROPERTY);
			}
		}

		@Override
		public void close() throws IOException {
			this.standalone.close();
			FileSystemUtils.deleteRecursively(this.directory);
		}

	}

}
