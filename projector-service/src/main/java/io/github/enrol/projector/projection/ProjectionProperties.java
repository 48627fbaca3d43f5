package io.github.enrol.projector.projection;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * The configuration of the projector-service, under {@code projection}.
 *
 * @param retryInterval how long to wait after a first failure; doubles with each further
 * one; at least 1 ms
 * @param maxRetryInterval the longest wait between two tries; 1 ms to 1 min
 * @param deadLetterPartitions partitions of {@code user-events.dlt}, if it is created; 1
 * to 1,000
 * @param replicationFactor of {@code user-events.dlt}, if it is created; 1 to 9, or -1
 * for the broker's default
 */
@ConfigurationProperties("projection")
public record ProjectionProperties(@DefaultValue("100ms") Duration retryInterval,
		@DefaultValue("5s") Duration maxRetryInterval, @DefaultValue("1") int deadLetterPartitions,
		@DefaultValue("3") short replicationFactor) {

	public ProjectionProperties {
		Assert.isTrue(retryInterval.toMillis() >= 1, "projection.retry-interval must be at least 1 ms");
		Assert.isTrue(maxRetryInterval.compareTo(retryInterval) >= 0 && maxRetryInterval.toSeconds() <= 60,
				"projection.max-retry-interval must be from retry-interval to 1 min");
		Assert.isTrue(deadLetterPartitions >= 1 && deadLetterPartitions <= 1_000,
				"projection.dead-letter-partitions must be 1 to 1000");
		Assert.isTrue(replicationFactor == -1 || (replicationFactor >= 1 && replicationFactor <= 9),
				"projection.replication-factor must be -1 or 1 to 9");
	}

}
