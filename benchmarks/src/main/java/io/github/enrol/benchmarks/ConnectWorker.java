/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.enrol.embedded.Ports;

/**
 * A standalone worker of Kafka Connect with one connector, and the class path of
 * {@code connect/pom.xml}.
 */
final class ConnectWorker {

	private ConnectWorker() {
	}

	/**
	 * Starts one.
	 * @param worker its properties, but for those that each worker has
	 * @param connector its properties, with a name that no other has
	 */
	static JavaProcess start(Platform platform, Map<String, String> worker, Map<String, String> connector) {
		String name = connector.get("name");
		int port = Ports.free();
		Map<String, String> all = new LinkedHashMap<>(worker);
		all.put("bootstrap.servers", platform.bootstrapServers);
		all.put("listeners", "http://" + Ports.LOOPBACK + ":" + port);
		all.put("offset.storage.file.filename", platform.data.resolve(name + ".offsets").toString());
		try {
			return platform.keep(JavaProcess.start("connect", port,
					List.of("-cp", Files.readString(Path.of("connect", "target", "classpath")),
							"org.apache.kafka.connect.cli.ConnectStandalone", write(platform, name + ".worker", all),
							write(platform, name + ".connector", connector))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Was it built by benchmarks/run?", ex);
		}
	}

	private static String write(Platform platform, String name, Map<String, String> properties) throws IOException {
		Path file = platform.data.resolve(name + ".properties");
		return Files
			.write(file,
					properties.entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue()).toList())
			.toString();
	}

}
