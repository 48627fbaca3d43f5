/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Principal;
import java.util.Arrays;
import java.util.HexFormat;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Whose quota a request uses: that of its token's subject, else of its address. The
 * address of a proxy's client is the web server's business
 * ({@code server.forward-headers-strategy}).
 */
final class Client {

	private static final int IPV6_PREFIX = 8;

	/** Bounds the memory for what a token or a proxy names. */
	private static final int MAX_LENGTH = 255;

	private Client() {
	}

	static String of(HttpServletRequest request) {
		Principal subject = request.getUserPrincipal();
		return bounded(
				(subject != null) ? "subject " + subject.getName() : "address " + address(request.getRemoteAddr()));
	}

	/**
	 * Returns an IPv4 address as it is, and of an IPv6 address what its network shares:
	 * one subscriber has all the rest.
	 */
	static String address(String remote) {
		// Nothing with a colon is a name that could be looked up.
		if (remote.indexOf(':') >= 0) {
			try {
				if (InetAddress.getByName(remote.replaceFirst("%.*", "")) instanceof Inet6Address address) {
					return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_PREFIX));
				}
			}
			catch (UnknownHostException ex) {
				// A proxy says so, and may.
			}
		}
		return remote;
	}

	private static String bounded(String name) {
		return name.substring(0, Math.min(name.length(), MAX_LENGTH));
	}

}
