/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.core.CleanupConfig;

/**
 * The state that an instance left behind when it stopped. It is continued from the
 * changelog, which tells of an erasure only for a time: an older state would keep erased
 * addresses, and is restored as a whole instead.
 */
final class LocalState {

	private static final Logger logger = LoggerFactory.getLogger(LocalState.class);

	/** Kafka Streams writes it when it stops, and deletes it when it starts. */
	private static final String CHECKPOINT = ".checkpoint";

	private LocalState() {
	}

	/**
	 * Has the streams, which are not started, begin without local state if it is too old.
	 * @param tombstones how long the changelog tells of an erasure
	 */
	static void dropIfOlderThan(Duration tombstones, StreamsBuilderFactoryBean streams) {
		Properties config = Objects.requireNonNull(streams.getStreamsConfiguration());
		Path directory = Path.of(config.getProperty(StreamsConfig.STATE_DIR_CONFIG, ""),
				config.getProperty(StreamsConfig.APPLICATION_ID_CONFIG));
		boolean old = isOlderThan(Instant.now().minus(tombstones), directory);
		if (old) {
			logger.warn("The local state is older than {} and may hold erased addresses: it is restored as a whole",
					tombstones);
		}
		streams.setCleanupConfig(new CleanupConfig(old, false));
	}

	static boolean isOlderThan(Instant time, Path directory) {
		if (!Files.isDirectory(directory)) {
			return false;
		}
		try (Stream<Path> checkpoints = Files.find(directory, 2, (file, attributes) -> file.endsWith(CHECKPOINT)
				&& attributes.lastModifiedTime().toInstant().isBefore(time))) {
			return checkpoints.findAny().isPresent();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
