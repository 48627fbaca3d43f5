/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A service's jar, run as {@code java -jar} and configured only by arguments.
 */
public final class ServiceProcess extends JavaProcess {

	private static final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final int port;

	private ServiceProcess(String name, int port, List<String> arguments) {
		super(name, arguments);
		this.port = port;
	}

	/**
	 * Starts an instance.
	 * @param module the module whose jar is run
	 */
	public static ServiceProcess start(String module, String name, int port, Map<String, String> properties,
			String... javaOptions) {
		List<String> arguments = new ArrayList<>(List.of(javaOptions));
		arguments
			.addAll(List.of("-jar", jar(module).toString(), "--server.address=127.0.0.1", "--server.port=" + port));
		properties.forEach((key, value) -> arguments.add("--" + key + "=" + value));
		return new ServiceProcess(name, port, arguments);
	}

	/**
	 * Merges properties; later maps win.
	 */
	@SafeVarargs
	public static Map<String, String> merge(Map<String, String>... maps) {
		Map<String, String> all = new HashMap<>();
		for (Map<String, String> map : maps) {
			all.putAll(map);
		}
		return all;
	}

	private static Path jar(String module) {
		try (Stream<Path> jars = Files.list(Path.of("..", module, "target").toAbsolutePath().normalize())) {
			return jars.filter((file) -> file.getFileName().toString().endsWith("-exec.jar"))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("package " + module + " first"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns host and port.
	 */
	String address() {
		return "127.0.0.1:" + this.port;
	}

	URI uri(String path) {
		return URI.create("http://" + address() + path);
	}

	@Override
	boolean isReady() {
		return status("/actuator/health/readiness") == 200;
	}

	/**
	 * Returns the status of the response to a request without credentials, or 0 for none.
	 */
	int status(String path) {
		try {
			HttpRequest request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(5)).build();
			return http.send(request, BodyHandlers.discarding()).statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 0;
		}
	}

}
