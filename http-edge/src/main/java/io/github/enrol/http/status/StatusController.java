/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.github.enrol.http.requests.RequestAddress;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /status}. However many clients ask, the service looks at itself once a
 * second at most, since health may wait for a dependency that is missing.
 */
@RestController
class StatusController {

	private static final Duration MAX_AGE = Duration.ofSeconds(1);

	private final String service;

	private final String instance;

	private final Instant startedAt;

	private final HealthEndpoint health;

	private final List<StatusContributor> contributors;

	/** Virtual threads may wait for it, so it is no monitor. */
	private final Lock lock = new ReentrantLock();

	private @Nullable ServiceStatus last;

	private long lastRead;

	StatusController(String service, String instance, Instant startedAt, HealthEndpoint health,
			List<StatusContributor> contributors) {
		this.service = service;
		this.instance = instance;
		this.startedAt = startedAt;
		this.health = health;
		this.contributors = contributors;
	}

	@GetMapping(path = StatusAutoConfiguration.PATH,
			produces = { "application/hal+json", MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<ServiceStatus> status(HttpServletRequest request) {
		String self = RequestAddress.of(request) + StatusAutoConfiguration.PATH;
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.varyBy(HttpHeaders.ACCEPT)
			.body(current().withSelf(self));
	}

	private ServiceStatus current() {
		this.lock.lock();
		try {
			ServiceStatus current = this.last;
			if (current == null || System.nanoTime() - this.lastRead > MAX_AGE.toNanos()) {
				current = read();
				this.last = current;
				this.lastRead = System.nanoTime();
			}
			return current;
		}
		finally {
			this.lock.unlock();
		}
	}

	private ServiceStatus read() {
		HealthDescriptor health = this.health.health();
		ServiceStatus.Builder status = new ServiceStatus.Builder(this.instance);
		this.contributors.forEach((contributor) -> contributor.contribute(status));
		return status.build(this.service, this.startedAt, Instant.now().truncatedTo(ChronoUnit.MILLIS),
				health.getStatus().getCode(), HealthComponents.of(health));
	}

}
