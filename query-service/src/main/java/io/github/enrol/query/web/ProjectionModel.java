/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.web;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.enrol.events.Timestamps;
import io.github.enrol.query.readmodel.Projection;
import org.jspecify.annotations.Nullable;

import org.springframework.hateoas.Link;
import org.springframework.hateoas.RepresentationModel;

/**
 * How far the read model is, in the API. What is not known is null.
 */
@JsonPropertyOrder({ "read_at", "as_of", "stale", "lag_events", "lag_seconds", "rebuild", "partitions" })
final class ProjectionModel extends RepresentationModel<ProjectionModel> {

	private final Projection projection;

	ProjectionModel(Projection projection, Link self) {
		super(self);
		this.projection = projection;
	}

	@JsonProperty("read_at")
	public @Nullable String getReadAt() {
		return format(this.projection.readAt());
	}

	@JsonProperty("as_of")
	public @Nullable String getAsOf() {
		return format(this.projection.asOf());
	}

	public boolean isStale() {
		return this.projection.isStale();
	}

	@JsonProperty("lag_events")
	public @Nullable Long getLagEvents() {
		return this.projection.lag();
	}

	@JsonProperty("lag_seconds")
	public @Nullable Double getLagSeconds() {
		return seconds(this.projection.lagTime());
	}

	public Rebuild getRebuild() {
		return new Rebuild(this.projection.rebuilding());
	}

	public List<Partition> getPartitions() {
		return this.projection.partitions()
			.stream()
			.map((one) -> new Partition(one.partition(), one.next(), one.users(), one.end(), one.lag(),
					seconds(this.projection.lagTime(one)), format(one.movedAt()), format(one.asOf()),
					this.projection.isStale(one)))
			.toList();
	}

	private static @Nullable String format(@Nullable LocalDateTime time) {
		return (time != null) ? Timestamps.format(time.toInstant(ZoneOffset.UTC)) : null;
	}

	private static @Nullable Double seconds(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() / 1000.0 : null;
	}

	record Rebuild(boolean running) {
	}

	record Partition(int partition, @JsonProperty("next_offset") long nextOffset, long users,
			@JsonProperty("end_offset") @Nullable Long endOffset, @JsonProperty("lag_events") @Nullable Long lagEvents,
			@JsonProperty("lag_seconds") @Nullable Double lagSeconds,
			@JsonProperty("moved_at") @Nullable String movedAt, @JsonProperty("as_of") @Nullable String asOf,
			boolean stale) {
	}

}
