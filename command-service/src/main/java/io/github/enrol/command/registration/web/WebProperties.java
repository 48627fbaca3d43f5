package io.github.enrol.command.registration.web;

import java.net.URI;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Where the answers link to, under {@code registration}.
 *
 * @param queryServiceUrl where callers reach the query-service; {@code Location} points
 * there
 */
@ConfigurationProperties("registration")
public record WebProperties(@DefaultValue("http://127.0.0.1:8082") URI queryServiceUrl) {

	public WebProperties {
		Assert.isTrue(queryServiceUrl.isAbsolute() && queryServiceUrl.getHost() != null,
				"registration.query-service-url must be an absolute URL");
	}

}
