/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.lifecycle;

import java.time.Duration;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * Delays a stop. Spring Boot has just reported that the service is not ready, and nothing
 * else has stopped: requests are served as before. But each response ends its connection
 * ({@code Connection: close}, RFC 9112, 9.6), since a connection that is still open at
 * the end of the delay is closed, maybe while its caller sends the next request.
 */
final class ShutdownDelay implements ApplicationListener<ContextClosedEvent>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(ShutdownDelay.class);

	private final ApplicationContext context;

	private final Duration delay;

	ShutdownDelay(ApplicationContext context, Duration delay) {
		this.context = context;
		this.delay = delay;
	}

	/**
	 * Returns after the delay, or at once if the stopping thread is interrupted.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		// Events of child contexts arrive here too.
		if (this.delay.isZero() || event.getApplicationContext() != this.context) {
			return;
		}
		logger.info("Not ready any more, stopping in {} ms", this.delay.toMillis());
		endConnections();
		try {
			Thread.sleep(this.delay.toMillis());
		}
		catch (InterruptedException ex) {
			// Ends the delay alone: the rest of the stop would fail with the interrupt.
			logger.debug("The delay was cut short");
		}
	}

	private void endConnections() {
		if (this.context instanceof WebServerApplicationContext server
				&& server.getWebServer() instanceof TomcatWebServer tomcat) {
			for (Connector connector : tomcat.getTomcat().getService().findConnectors()) {
				if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
					http.setMaxKeepAliveRequests(1);
				}
			}
		}
	}

	/**
	 * Precedes everything that the end of the context stops, such as executors.
	 */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
