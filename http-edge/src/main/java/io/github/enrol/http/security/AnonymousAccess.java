/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.security;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Where no issuer of tokens is set, everybody who reaches the service may do everything.
 * So it refuses to listen elsewhere than on loopback, unless that is meant, and to be
 * called by names that are not its own.
 */
public final class AnonymousAccess implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	private final AnonymousProperties properties;

	AnonymousAccess(AnonymousProperties properties) {
		this.properties = properties;
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		customize(factory, "server.address");
	}

	/**
	 * Prepares a web server.
	 * @param address the property that has set its address
	 * @throws InvalidConfigurationPropertyValueException if it may not listen there
	 */
	public void customize(TomcatServletWebServerFactory factory, String address) {
		requireLoopback(factory.getAddress(), address);
		if (!this.properties.isEveryHostAllowed()) {
			addHosts(factory);
		}
	}

	private void addHosts(ConfigurableTomcatWebServerFactory factory) {
		factory.addContextCustomizers((context) -> context.getParent()
			.getPipeline()
			.addValve(new AllowedHostsValve(this.properties.allowedHosts())));
	}

	private void requireLoopback(@Nullable InetAddress address, String property) {
		if (!this.properties.allowAnonymous() && (address == null || !address.isLoopbackAddress())) {
			throw new InvalidConfigurationPropertyValueException(property,
					(address != null) ? address.getHostAddress() : "",
					"Everybody who reaches it could do everything. Set security.jwt.issuer, or 127.0.0.1 here, or security.allow-anonymous=true if that is meant");
		}
	}

}
