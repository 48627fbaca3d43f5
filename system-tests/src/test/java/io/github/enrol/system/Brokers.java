/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.enrol.embedded.Ports;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartitionInfo;
import org.awaitility.Awaitility;

/**
 * A Kafka cluster with each broker in its own process. Every broker has a replica of
 * everything, and the others suffice for writing when one is down.
 */
final class Brokers implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	/** One to each broker, for clients that connect through them. */
	private final List<NetworkLink> links;

	private final List<BackendProcess> brokers;

	/** Of the listeners for the services. */
	private final List<Integer> servicePorts;

	Brokers(Path directory, int count) {
		this(directory, count, Security.NONE);
	}

	Brokers(Path directory, int count, Security security) {
		List<Integer> controllerPorts = ports(count);
		List<Integer> proxiedPorts = ports(count);
		List<Integer> securedPorts = ports(count);
		List<Map<String, String>> settings = securedPorts.stream().map(security::ofBroker).toList();
		this.links = proxiedPorts.stream().map(NetworkLink::new).toList();
		this.brokers = IntStream.range(0, count)
			.mapToObj((i) -> BackendProcess.kafka(directory.resolve(Integer.toString(i + 1)), i + 1, controllerPorts,
					proxiedPorts.get(i), this.links.get(i).port(), settings.get(i)))
			.toList();
		this.servicePorts = settings.get(0).isEmpty() ? this.brokers.stream().map(BackendProcess::port).toList()
				: securedPorts;
	}

	/** Distinct ones, although none is in use yet. */
	private static List<Integer> ports(int count) {
		return Stream.generate(Ports::free).distinct().limit(count).toList();
	}

	List<BackendProcess> all() {
		return this.brokers;
	}

	/**
	 * Returns the addresses for those who may do everything.
	 */
	String bootstrapServers() {
		return join(this.brokers, BackendProcess::port);
	}

	/**
	 * Returns the addresses for services.
	 */
	String serviceBootstrapServers() {
		return join(this.servicePorts, Function.identity());
	}

	/**
	 * Returns the addresses for services whose network can be {@link #cut()}.
	 */
	String linkedBootstrapServers() {
		return join(this.links, NetworkLink::port);
	}

	private static <T> String join(List<T> some, Function<T, Integer> port) {
		return some.stream().map((each) -> Ports.LOOPBACK + ":" + port.apply(each)).collect(Collectors.joining(","));
	}

	void cut() {
		this.links.forEach(NetworkLink::cut);
	}

	void mend() {
		this.links.forEach(NetworkLink::mend);
	}

	/**
	 * Returns the broker that leads most partitions.
	 */
	BackendProcess leader() {
		Map<Integer, Long> led = partitions().stream()
			.filter((partition) -> partition.leader() != null)
			.collect(Collectors.groupingBy((partition) -> partition.leader().id(), Collectors.counting()));
		int leader = led.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(1);
		return this.brokers.get(leader - 1);
	}

	/**
	 * Waits until every broker answers and all replicas are in sync: the next one may be
	 * stopped.
	 */
	void awaitReady() {
		this.brokers.forEach(ManagedProcess::awaitReady);
		Awaitility.await()
			.atMost(TIMEOUT)
			.pollInterval(Duration.ofMillis(200))
			.ignoreExceptionsInstanceOf(KafkaException.class)
			.until(() -> partitions().stream().allMatch((partition) -> partition.isr().size() == this.brokers.size()));
	}

	private Collection<TopicPartitionInfo> partitions() {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
			return admin.describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get())
				.allTopicNames()
				.get()
				.values()
				.stream()
				.flatMap((topic) -> topic.partitions().stream())
				.toList();
		}
		catch (ExecutionException ex) {
			throw new KafkaException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.brokers.forEach(ManagedProcess::close);
		this.links.forEach(NetworkLink::close);
	}

}
