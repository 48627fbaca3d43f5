package io.github.enrol.query;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireAtLeast;
import static io.github.enrol.http.configuration.PropertyChecks.requireBetween;
import static io.github.enrol.http.configuration.PropertyChecks.requireWebUrl;

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
		requireWebUrl("query.command-service-url", commandServiceUrl);
		requireBetween("query.consistency-wait", consistencyWait, "1ms", "20s");
		requireBetween("query.consistency-poll-interval", consistencyPollInterval, "1ms", "1s");
		requireAtLeast("query.max-waiting", maxWaiting, 1);
	}

}
