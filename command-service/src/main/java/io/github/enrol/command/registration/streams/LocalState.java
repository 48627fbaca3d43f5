/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.core.CleanupConfig;

/**
 * The state that an instance leaves behind when it stops. It is continued from its
 * position in the changelog, or restored as a whole: if the changelog is another one by
 * now, where that position means nothing, or if it is older than the changelog tells of
 * an erasure, since it would keep erased addresses.
 */
final class LocalState {

	private static final Logger logger = LoggerFactory.getLogger(LocalState.class);

	/** Kafka Streams writes it when it stops, and deletes it when it starts. */
	private static final String CHECKPOINT = ".checkpoint";

	private final StreamsBuilderFactoryBean streams;

	private final RegistrationTopics topics;

	/** The id of the changelog as it was last written down. */
	private @Nullable String written;

	LocalState(StreamsBuilderFactoryBean streams, RegistrationTopics topics) {
		this.streams = streams;
		this.topics = topics;
	}

	/**
	 * Has the streams, which are not started, begin without local state if it cannot be
	 * continued.
	 */
	void dropIfUseless() {
		Duration tombstones = this.topics.tombstoneRetention();
		boolean other = isOfAnother(this.topics.changelogId(), directory(), idFile());
		boolean old = isOlderThan(Instant.now().minus(tombstones), directory());
		if (other) {
			logger.warn("The local state is of another changelog: it is restored as a whole");
		}
		else if (old) {
			logger.warn("The local state is older than {} and may hold erased addresses: it is restored as a whole",
					tombstones);
		}
		this.streams.setCleanupConfig(new CleanupConfig(other || old, false));
	}

	/**
	 * Writes down which changelog the state is of, as soon as that is known. Before the
	 * streams have started, what they drop may still be there.
	 */
	void sign() {
		String changelog = this.topics.changelogId();
		if (changelog == null || changelog.equals(this.written) || !this.streams.isRunning()) {
			return;
		}
		try {
			Files.writeString(idFile(), changelog);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.written = changelog;
	}

	private Path directory() {
		Properties config = Objects.requireNonNull(this.streams.getStreamsConfiguration());
		return Path.of(config.getProperty(StreamsConfig.STATE_DIR_CONFIG, ""),
				config.getProperty(StreamsConfig.APPLICATION_ID_CONFIG));
	}

	/** Beside what Kafka Streams deletes. */
	private Path idFile() {
		return directory().resolveSibling(directory().getFileName() + ".changelog-id");
	}

	static boolean isOfAnother(@Nullable String changelog, Path directory, Path idFile) {
		try {
			return checkpoints(directory, (attributes) -> true)
					&& !(Files.exists(idFile) && Files.readString(idFile).equals(changelog));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static boolean isOlderThan(Instant time, Path directory) {
		return checkpoints(directory, (attributes) -> attributes.lastModifiedTime().toInstant().isBefore(time));
	}

	private static boolean checkpoints(Path directory, Predicate<BasicFileAttributes> which) {
		if (!Files.isDirectory(directory)) {
			return false;
		}
		try (Stream<Path> found = Files.find(directory, 2,
				(file, attributes) -> file.endsWith(CHECKPOINT) && which.test(attributes))) {
			return found.findAny().isPresent();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
