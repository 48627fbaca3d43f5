/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Limits the total memory of all stores of a process. By default each store has its own
 * buffers and cache outside of the heap: up to 98 MB per partition.
 * <p>
 * Also rewrites files that have become old: otherwise what was deleted could stay in them
 * for ever.
 */
public final class StoreMemory implements RocksDBConfigSetter {

	/** In bytes, as a number. */
	static final String SIZE_CONFIG = "registration.store.memory";

	/** In seconds, as a number: the age at which a file is rewritten. */
	static final String REWRITE_CONFIG = "registration.store.rewrite";

	/** Unflushed writes take at most one half. */
	private static final int WRITE_BUFFERS_DIVISOR = 2;

	private static final long LARGEST_WRITE_BUFFER = 8L << 20;

	/** By size: all stores of one size share an entry, which is never freed. */
	private static final Map<Long, Shared> SHARED = new ConcurrentHashMap<>();

	@Override
	public void setConfig(String store, Options options, Map<String, Object> configs) {
		long size = ((Number) Objects.requireNonNull(configs.get(SIZE_CONFIG))).longValue();
		Shared shared = SHARED.computeIfAbsent(size, Shared::new);
		BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
		table.setBlockCache(shared.cache);
		// By default indexes and filters are outside of the cache, and unlimited.
		table.setCacheIndexAndFilterBlocks(true);
		options.setTableFormatConfig(table);
		options.setWriteBufferManager(shared.writeBuffers);
		options
			.setPeriodicCompactionSeconds(((Number) Objects.requireNonNull(configs.get(REWRITE_CONFIG))).longValue());
		options.setWriteBufferSize(Math.min(LARGEST_WRITE_BUFFER, size / WRITE_BUFFERS_DIVISOR));
	}

	@Override
	public void close(String store, Options options) {
		// Shared memory outlives the store.
	}

	private static final class Shared {

		final Cache cache;

		final WriteBufferManager writeBuffers;

		Shared(long size) {
			RocksDB.loadLibrary();
			this.cache = new LRUCache(size);
			// Counts as part of the cache.
			this.writeBuffers = new WriteBufferManager(size / WRITE_BUFFERS_DIVISOR, this.cache);
		}

	}

}
