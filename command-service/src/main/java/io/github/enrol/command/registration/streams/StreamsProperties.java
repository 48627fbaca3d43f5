package io.github.enrol.command.registration.streams;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Topics and local state, under {@code registration}.
 *
 * @param partitions of topics that are created; 1 to 1,000. Those that exist keep theirs
 * @param replicationFactor of topics that are created; 1 to 9, or -1 for the broker's
 * default
 * @param commandRetention how long decided commands are kept, for inspection; at least 1
 * day
 * @param replyRetention how long replies are kept; at least 1 minute
 * @param storeMemory cache and write buffers of the local state, of all partitions
 * together, outside of the heap; at least 8 MB
 */
@ConfigurationProperties("registration")
record StreamsProperties(@DefaultValue("12") int partitions, @DefaultValue("3") short replicationFactor,
		@DefaultValue("7d") Duration commandRetention, @DefaultValue("5m") Duration replyRetention,
		@DefaultValue("96MB") DataSize storeMemory) {

	StreamsProperties {
		requireBetween("partitions", partitions, 1, 1_000);
		Assert.isTrue(replicationFactor == -1 || (replicationFactor >= 1 && replicationFactor <= 9),
				"registration.replication-factor must be -1 or 1 to 9");
		requireBetween("command-retention", commandRetention.toDays(), 1, Long.MAX_VALUE);
		requireBetween("reply-retention", replyRetention.toMinutes(), 1, Long.MAX_VALUE);
		requireBetween("store-memory", storeMemory.toMegabytes(), 8, Integer.MAX_VALUE);
	}

	private static void requireBetween(String name, long value, long least, long most) {
		Assert.isTrue(value >= least && value <= most, () -> "registration." + name + " is out of its range");
	}

}
