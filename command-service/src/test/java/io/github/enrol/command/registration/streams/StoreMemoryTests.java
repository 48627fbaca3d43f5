/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

import static org.assertj.core.api.Assertions.assertThat;

class StoreMemoryTests {

	/** By default a file may never be, and keeps what was deleted. */
	@Test
	void oldFilesAreRewritten() {
		RocksDB.loadLibrary();
		try (Options options = new Options().setTableFormatConfig(new BlockBasedTableConfig())) {
			new StoreMemory().setConfig("registrations", options,
					Map.of(StoreMemory.SIZE_CONFIG, 8L << 20, StoreMemory.REWRITE_CONFIG, 604_800L));
			assertThat(options.periodicCompactionSeconds()).isEqualTo(604_800);
		}
	}

}
