package io.github.enrol.command.registration.streams;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * The configuration of the command-service, under {@code registration}.
 *
 * @param queryServiceUrl where callers reach the query-service; {@code Location} points
 * there
 * @param instanceId tells instances apart; the partition of {@code user-replies} that
 * this instance reads is derived from it. Two instances may share a partition
 * @param replyTimeout how long a request waits for its outcome before it is answered 503;
 * 100 ms to 5 min
 * @param maxInFlight how many requests may wait at once; one more is answered 503 at
 * once; at least 1
 * @param maxImports how many imports may run at once; one more is answered 503 at once;
 * at least 1
 * @param importWindow how many lines of an import may wait for their outcome, or for the
 * caller to read their results, before no further line is read; 1 to 100,000
 * @param importLineTimeout how long a line of an import that gets no outcome is tried
 * again before the import ends; 0 to 1 h
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
public record RegistrationProperties(@DefaultValue("http://127.0.0.1:8082") URI queryServiceUrl, String instanceId,
		@DefaultValue("5s") Duration replyTimeout, @DefaultValue("2048") int maxInFlight,
		@DefaultValue("2") int maxImports, @DefaultValue("4096") int importWindow,
		@DefaultValue("60s") Duration importLineTimeout, @DefaultValue("12") int partitions,
		@DefaultValue("3") short replicationFactor, @DefaultValue("7d") Duration commandRetention,
		@DefaultValue("5m") Duration replyRetention, @DefaultValue("96MB") DataSize storeMemory) {

	public RegistrationProperties {
		Assert.isTrue(queryServiceUrl.isAbsolute() && queryServiceUrl.getHost() != null,
				"registration.query-service-url must be an absolute URL");
		Assert.hasText(instanceId, "registration.instance-id must not be empty");
		requireBetween("reply-timeout", replyTimeout.toMillis(), 100, 300_000);
		requireBetween("max-in-flight", maxInFlight, 1, Integer.MAX_VALUE);
		requireBetween("max-imports", maxImports, 1, Integer.MAX_VALUE);
		requireBetween("import-window", importWindow, 1, 100_000);
		requireBetween("import-line-timeout", importLineTimeout.toMillis(), 0, 3_600_000);
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
