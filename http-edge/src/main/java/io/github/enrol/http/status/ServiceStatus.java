/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The state and the figures of one instance of a service. What a service does not have is
 * absent.
 *
 * @param service its name
 * @param instance host and port, which tell instances apart
 * @param startedAt when its counters began at 0
 * @param at when this was read
 * @param status of Spring Boot's health: {@code UP}, {@code DOWN}, {@code OUT_OF_SERVICE}
 * or {@code UNKNOWN}
 * @param components of which the health consists
 * @param counters numbers that only grow, from which clients compute rates
 * @param latencyMillis of registrations in the last minute
 * @param partitions of {@code user-commands} or {@code user-events}, as far as known
 * @param streams the state of Kafka Streams
 * @param rebuild of the read model, the last one of this instance
 * @param links of HAL
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServiceStatus(String service, String instance, @JsonProperty("started_at") String startedAt, String at,
		String status, List<Component> components, Map<String, Long> counters,
		@JsonProperty("latency_ms") @Nullable Latency latencyMillis, List<Partition> partitions,
		@Nullable String streams, @Nullable Rebuild rebuild, @JsonProperty("_links") Map<String, Link> links) {

	ServiceStatus withSelf(String self) {
		return new ServiceStatus(this.service, this.instance, this.startedAt, this.at, this.status, this.components,
				this.counters, this.latencyMillis, this.partitions, this.streams, this.rebuild,
				Map.of("self", new Link(self)));
	}

	/**
	 * A part of the service, or what it depends on.
	 *
	 * @param reason in words, if it is not {@code UP}; without personal data
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Component(String name, String status, @Nullable String reason) {
	}

	/**
	 * Percentiles, in milliseconds.
	 */
	public record Latency(double p50, double p95, double p99) {
	}

	/**
	 * A partition and the instance that works on it.
	 *
	 * @param lag in records; known for this instance's partitions
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Partition(int partition, String instance, @Nullable Long lag) {
	}

	/**
	 * A rebuild of the read model.
	 *
	 * @param rebuilt offsets of {@code user-events} that the new model includes
	 * @param live offsets that the live one includes
	 * @param failure why it failed
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Rebuild(String state, long rebuilt, long live, @Nullable String failure) {
	}

	/** A link of HAL. */
	public record Link(String href) {
	}

	/**
	 * Collects the contributions.
	 */
	public static final class Builder {

		private final Map<String, Long> counters = new LinkedHashMap<>();

		private final List<Partition> partitions = new ArrayList<>();

		private String instance;

		private @Nullable Latency latency;

		private @Nullable String streams;

		private @Nullable Rebuild rebuild;

		Builder(String instance) {
			this.instance = instance;
		}

		/** Replaces host and port as the name of the instance. */
		public Builder instance(String instance) {
			this.instance = instance;
			return this;
		}

		public Builder counter(String name, double value) {
			this.counters.put(name, (long) value);
			return this;
		}

		public Builder latency(Latency latency) {
			this.latency = latency;
			return this;
		}

		/** Adds partitions of this instance, by number, with their lags. */
		public Builder partitions(Map<Integer, Long> lags) {
			lags.forEach((partition, lag) -> this.partitions.add(new Partition(partition, this.instance, lag)));
			return this;
		}

		/** Adds a partition of another instance. */
		public Builder partition(int partition, String instance) {
			this.partitions.add(new Partition(partition, instance, null));
			return this;
		}

		public Builder streams(String state) {
			this.streams = state;
			return this;
		}

		public Builder rebuild(Rebuild rebuild) {
			this.rebuild = rebuild;
			return this;
		}

		ServiceStatus build(String service, Instant startedAt, Instant at, String status, List<Component> components) {
			this.partitions.sort((one, other) -> Integer.compare(one.partition, other.partition));
			return new ServiceStatus(service, this.instance, startedAt.toString(), at.toString(), status, components,
					this.counters, this.latency, this.partitions, this.streams, this.rebuild, Map.of());
		}

	}

}
