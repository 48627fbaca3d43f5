/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A place in the order in which users become visible: for each partition of
 * {@code user-events}, the offset of the next event. Events become visible in the order
 * of their offsets, together with the cursor of their partition (ADR 5), so whatever is
 * below a position that was once reached is never added to. It holds on every instance
 * and after a rebuild.
 *
 * @param next offsets of partitions 0, 1, …; further partitions begin at 0
 */
public record FeedPosition(List<Long> next) {

	private static final byte VERSION = 1;

	/** More than a header may have. */
	private static final int MAX_LENGTH = 8_192;

	public FeedPosition {
		next = List.copyOf(next);
	}

	/**
	 * Parses what {@link #encode} wrote.
	 * @return empty for any other text
	 */
	public static Optional<FeedPosition> decode(String text) {
		if (text.length() > MAX_LENGTH) {
			return Optional.empty();
		}
		try {
			ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
			List<Long> next = new ArrayList<>();
			if (!bytes.hasRemaining() || bytes.get() != VERSION) {
				return Optional.empty();
			}
			while (bytes.hasRemaining()) {
				next.add(read(bytes));
			}
			// One text for each position: no padding, no leading zeros.
			return Optional.of(new FeedPosition(next)).filter((position) -> position.encode().equals(text));
		}
		catch (IllegalArgumentException | java.nio.BufferUnderflowException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Encodes the position for a header or a URL: seven bits of an offset per byte, the
	 * lowest first, the eighth set in all but the last.
	 */
	public String encode() {
		ByteBuffer bytes = ByteBuffer.allocate(1 + this.next.size() * 9);
		bytes.put(VERSION);
		for (long offset : this.next) {
			long rest = offset;
			for (; rest > 0x7F; rest >>>= 7) {
				bytes.put((byte) (rest & 0x7F | 0x80));
			}
			bytes.put((byte) rest);
		}
		byte[] used = new byte[bytes.flip().remaining()];
		bytes.get(used);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(used);
	}

	private static long read(ByteBuffer bytes) {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
			byte read = bytes.get();
			value |= (read & 0x7FL) << shift;
			if (read >= 0) {
				return value;
			}
		}
		throw new IllegalArgumentException("no offset has more than 63 bits");
	}

	/**
	 * Returns the number of partitions from 0 to the last one with an offset.
	 */
	public int partitions() {
		return this.next.size();
	}

	public long of(int partition) {
		return (partition < this.next.size()) ? this.next.get(partition) : 0;
	}

	/**
	 * Returns this position with another offset in one partition.
	 */
	public FeedPosition with(int partition, long offset) {
		List<Long> changed = new ArrayList<>(this.next);
		while (changed.size() <= partition) {
			changed.add(0L);
		}
		changed.set(partition, offset);
		return new FeedPosition(changed);
	}

	/**
	 * Whether the other position is further in some partition.
	 */
	public boolean isBehind(FeedPosition other) {
		return !behind(other).isEmpty();
	}

	/**
	 * Returns the partitions in which this position is before the other.
	 */
	List<Integer> behind(FeedPosition other) {
		List<Integer> behind = new ArrayList<>();
		for (int partition = 0; partition < other.partitions(); partition++) {
			if (of(partition) < other.of(partition)) {
				behind.add(partition);
			}
		}
		return behind;
	}

}
