/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Lets a reader of the feed close its connection, for which the Servlet API has no means.
 */
@Configuration(proxyBeanMethods = false)
class FeedConfiguration {

	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> connectionsThatCanBeClosed() {
		return (factory) -> factory
			.addContextCustomizers((context) -> context.getPipeline().addValve(new ClosableConnections()));
	}

	private static final class ClosableConnections extends ValveBase {

		ClosableConnections() {
			super(true);
		}

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			String accept = request.getHeader(HttpHeaders.ACCEPT);
			if (accept != null && accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE)) {
				request.setAttribute(FeedReader.CLOSE,
						(Runnable) () -> request.getCoyoteRequest().action(ActionCode.CLOSE_NOW, null));
			}
			getNext().invoke(request, response);
		}

	}

}
