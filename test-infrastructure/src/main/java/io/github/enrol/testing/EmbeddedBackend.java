/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.enrol.embedded.EmbeddedDatabase;
import io.github.enrol.embedded.EmbeddedKafka;
import org.apache.kafka.common.utils.AppInfoParser;

import org.springframework.util.FileSystemUtils;

/**
 * Servers in this JVM, or started by it, with their data below {@code target} until they
 * are closed.
 */
class EmbeddedBackend implements Backends.Backend {

	@Override
	public TestKafka newKafka() {
		return new Kafka();
	}

	@Override
	public TestDatabase newDatabase() {
		return new Database();
	}

	@Override
	public String toString() {
		return "an embedded Kafka " + AppInfoParser.getVersion() + " and MariaDB";
	}

	static Path newDirectory(String prefix) {
		try {
			return Files.createTempDirectory(Files.createDirectories(Path.of("target")), prefix).toAbsolutePath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void delete(Path directory) {
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			// The data is below target: the next clean deletes it.
		}
	}

	/**
	 * Returns the project's root, whose {@code target} holds the database's binaries, 350
	 * MB, once for all modules.
	 */
	static Path project() {
		Path module = Path.of("").toAbsolutePath();
		return Stream.iterate(module, (path) -> path != null, Path::getParent)
			.filter((path) -> Files.isDirectory(path.resolve(".mvn")))
			.findFirst()
			.orElse(module);
	}

	private static final class Kafka implements TestKafka {

		private final Path directory = newDirectory("kafka-");

		private final EmbeddedKafka kafka = new EmbeddedKafka(this.directory, 0);

		private Kafka() {
			start();
		}

		@Override
		public String bootstrapServers() {
			return this.kafka.bootstrapServers();
		}

		@Override
		public void stop() {
			this.kafka.stop();
		}

		@Override
		public void start() {
			this.kafka.start();
		}

		@Override
		public void close() {
			this.kafka.close();
			delete(this.directory);
		}

	}

	private static final class Database implements TestDatabase {

		private final Path directory = newDirectory("mariadb-");

		private final EmbeddedDatabase database = new EmbeddedDatabase(this.directory, project().resolve("target"), 0);

		private final AtomicInteger schemas = new AtomicInteger();

		private Database() {
			Runtime.getRuntime().addShutdownHook(new Thread(this::close, "test-database-shutdown"));
			start();
		}

		@Override
		public Schema createSchema() {
			String jdbcUrl = this.database.createSchema("test_" + this.schemas.incrementAndGet());
			return Account.createAll(new Schema(jdbcUrl, this.database.username(), this.database.password()));
		}

		@Override
		public void stop() {
			this.database.stop();
		}

		@Override
		public void start() {
			this.database.start();
		}

		private void close() {
			this.database.close();
			delete(this.directory);
		}

	}

}
