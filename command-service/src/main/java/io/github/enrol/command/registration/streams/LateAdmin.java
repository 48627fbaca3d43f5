/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;

import io.github.enrol.kafka.BootstrapServers;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * An admin client that is created with its first call to which a broker can answer.
 * Before, calls throw a {@link KafkaException} that says why.
 */
final class LateAdmin implements InvocationHandler {

	/** Without a limit, closing waits for the answers of a broker that may be down. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	private final Map<String, Object> configs;

	private final BootstrapServers bootstrap;

	/** Guarded by this. */
	private @Nullable Admin admin;

	/** Guarded by this. */
	private boolean closed;

	private LateAdmin(Map<String, Object> configs, BootstrapServers bootstrap) {
		this.configs = configs;
		this.bootstrap = bootstrap;
	}

	static Admin of(Map<String, Object> configs, BootstrapServers bootstrap) {
		return (Admin) Proxy.newProxyInstance(LateAdmin.class.getClassLoader(), new Class<?>[] { Admin.class },
				new LateAdmin(configs, bootstrap));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (method.getName().equals("close")) {
			close();
			return null;
		}
		try {
			return method.invoke((method.getDeclaringClass() == Object.class) ? this : admin(), arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private synchronized Admin admin() {
		if (this.closed) {
			throw new KafkaException("closed");
		}
		Admin admin = this.admin;
		if (admin == null) {
			this.bootstrap.requireReachable();
			admin = Admin.create(this.configs);
			this.admin = admin;
		}
		return admin;
	}

	private synchronized void close() {
		this.closed = true;
		if (this.admin != null) {
			this.admin.close(CLOSE_TIMEOUT);
		}
	}

}
