/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import io.github.enrol.embedded.Ports;

/**
 * HAProxy in front of two instances of each service, configured by {@code haproxy.cfg} of
 * the containers' cluster.
 */
final class Entrance extends ManagedProcess {

	private final int port;

	private final UserApi api;

	Entrance(int port, Cluster cluster) {
		super("haproxy", List.of("env", "ENTRANCE=" + Ports.LOOPBACK + ":" + port,
				"COMMAND_1=" + cluster.commands.get(0).address(), "COMMAND_2=" + cluster.commands.get(1).address(),
				"QUERY_1=" + cluster.queries.get(0).address(), "QUERY_2=" + cluster.queries.get(1).address(), "haproxy",
				"-db", "-f", "../deploy/haproxy.cfg"));
		this.port = port;
		String address = "http://" + Ports.LOOPBACK + ":" + port;
		this.api = new UserApi(URI.create(address + "/user/registration"), URI.create(address + "/users"),
				cluster.security);
	}

	static boolean isInstalled() {
		try {
			return new ProcessBuilder("haproxy", "-v").redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	UserApi api() {
		return this.api;
	}

	@Override
	boolean isReady() {
		return accepts(this.port);
	}

}
