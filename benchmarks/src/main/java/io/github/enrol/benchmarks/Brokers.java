/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.enrol.embedded.Ports;

/**
 * Kafka: as many brokers as the setting {@code brokers} says, each a process. All of them
 * have a replica of everything, and all but one have to have what is written.
 */
final class Brokers implements AutoCloseable {

	/** As Kafka's own scripts start a broker. */
	private static final String AS_BY_KAFKA = "-Xms1g -Xmx1g -XX:+UseG1GC -XX:MaxGCPauseMillis=20 "
			+ "-XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent";

	private final List<JavaProcess> processes;

	private final List<Integer> ports = ports();

	Brokers(String name, Path directory, Optional<SecuredListener> listener) {
		String controllers = ports().stream().map(Object::toString).collect(Collectors.joining(","));
		this.processes = IntStream.range(0, count()).mapToObj((i) -> {
			List<String> arguments = new ArrayList<>(JavaProcess.code(Broker.class));
			arguments.addAll(List.of(directory.resolve(Integer.toString(i + 1)).toString(),
					this.ports.get(i).toString(), Integer.toString(i + 1), controllers));
			listener.map((secured) -> secured.broker(i)).ifPresent(arguments::addAll);
			return JavaProcess.program(name + "-broker-" + (i + 1), this.ports.get(i),
					JavaProcess.command(Settings.text("broker-jvm", AS_BY_KAFKA), arguments));
		}).toList();
	}

	static int count() {
		return Settings.number("brokers", 1);
	}

	/**
	 * Returns what a scenario's name ends with: their number, if there are several.
	 */
	static String inScenario() {
		return (count() > 1) ? ", " + count() + " brokers" : "";
	}

	/**
	 * Returns a free one for each broker.
	 */
	static List<Integer> ports() {
		return Stream.generate(Ports::free).distinct().limit(count()).toList();
	}

	static String addresses(List<Integer> ports) {
		return ports.stream().map((port) -> Ports.LOOPBACK + ":" + port).collect(Collectors.joining(","));
	}

	String bootstrapServers() {
		return addresses(this.ports);
	}

	/**
	 * Processor time of all of them since their start.
	 */
	double processorSeconds() {
		return this.processes.stream().map(JavaProcess::handle).mapToDouble(Usage::processorSeconds).sum();
	}

	@Override
	public void close() {
		this.processes.forEach(JavaProcess::close);
	}

}
