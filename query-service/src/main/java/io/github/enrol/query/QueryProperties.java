package io.github.enrol.query;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The configuration of the query-service, beside Spring Boot's own.
 *
 * @param commandServiceUrl where clients reach the command-service; for the link
 * {@code registration}; an absolute URL
 * @param consistencyWait how long a request with a consistency token waits for the read
 * model at most; 1 ms to 20 s
 * @param consistencyPollInterval how long to pause between two looks at the progress of
 * the projection while somebody waits for it; 1 ms to 1 s
 * @param maxWaiting how many requests may wait at a time, further ones are refused; 1 or
 * more
 */
@ConfigurationProperties("query")
public record QueryProperties(@DefaultValue("http://127.0.0.1:8081") URI commandServiceUrl,
		@DefaultValue("2s") Duration consistencyWait, @DefaultValue("10ms") Duration consistencyPollInterval,
		@DefaultValue("1000") int maxWaiting) {

	public QueryProperties {
		check(commandServiceUrl.isAbsolute() && commandServiceUrl.getHost() != null, "command-service-url",
				commandServiceUrl, "it must be an absolute URL such as http://127.0.0.1:8081");
		check(isBetween(consistencyWait, 1, 20_000), "consistency-wait", consistencyWait,
				"it must be between 1ms and 20s");
		check(isBetween(consistencyPollInterval, 1, 1_000), "consistency-poll-interval", consistencyPollInterval,
				"it must be between 1ms and 1s");
		check(maxWaiting > 0, "max-waiting", maxWaiting, "it must be at least 1");
	}

	private static boolean isBetween(Duration duration, long minMillis, long maxMillis) {
		return duration.compareTo(Duration.ofMillis(minMillis)) >= 0
				&& duration.compareTo(Duration.ofMillis(maxMillis)) <= 0;
	}

	private static void check(boolean valid, String name, Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("query." + name, value, reason);
		}
	}

}
