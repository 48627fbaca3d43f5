package io.github.enrol.command.registration.gateway;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * The way of a request to its actor and back, under {@code registration}.
 *
 * @param instanceId tells instances apart; the partition of {@code user-replies} that
 * this instance reads is derived from it. Two instances may share a partition
 * @param replyTimeout how long a request waits for its outcome before it is answered 503;
 * 100 ms to 5 min
 * @param maxInFlight how many requests may wait at once; one more is answered 503 at
 * once; at least 1
 */
@ConfigurationProperties("registration")
public record GatewayProperties(String instanceId, @DefaultValue("5s") Duration replyTimeout,
		@DefaultValue("2048") int maxInFlight) {

	public GatewayProperties {
		Assert.hasText(instanceId, "registration.instance-id must not be empty");
		requireBetween("reply-timeout", replyTimeout.toMillis(), 100, 300_000);
		requireBetween("max-in-flight", maxInFlight, 1, Integer.MAX_VALUE);
	}

	private static void requireBetween(String name, long value, long least, long most) {
		Assert.isTrue(value >= least && value <= most, () -> "registration." + name + " is out of its range");
	}

}
