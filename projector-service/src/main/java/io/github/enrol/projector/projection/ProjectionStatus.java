/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.util.HashMap;
import java.util.Map;

import io.github.enrol.http.status.ServiceStatus;
import io.github.enrol.http.status.StatusContributor;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * How many users this instance has added, from which partitions, and how far behind it
 * is.
 */
record ProjectionStatus(MeterRegistry meters, UserEventsConsumer consumer) implements StatusContributor {

	@Override
	public void contribute(ServiceStatus.Builder status) {
		Map<Integer, Long> lags = new HashMap<>();
		this.consumer.metrics().forEach((name, metric) -> {
			// There is one for each partition that is assigned and has been read.
			if (name.name().equals("records-lag") && metric.metricValue() instanceof Double lag && !lag.isNaN()) {
				lags.put(Integer.valueOf(name.tags().get("partition")), lag.longValue());
			}
		});
		status.counter("projected", this.meters.get("projection.users").counter().count()).partitions(lags);
	}

}
