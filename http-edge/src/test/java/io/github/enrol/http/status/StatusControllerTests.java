/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.status;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.enrol.http.status.ServiceStatus.Component;
import io.github.enrol.http.status.ServiceStatus.Partition;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.SimpleHttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.SimpleStatusAggregator;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.DefaultHealthContributorRegistry;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class StatusControllerTests {

	private static final MockHttpServletRequest REQUEST = new MockHttpServletRequest("GET", "/app/status");

	static {
		REQUEST.setContextPath("/app");
	}

	private final Map<String, HealthContributor> health = new LinkedHashMap<>();

	@Test
	void saysInWordsWhyAComponentIsNotUp() {
		add("db", Health.down().withDetail(HealthComponents.REASON, "The database cannot be reached.").build());
		add("ping", Health.up().withDetail(HealthComponents.REASON, "old").build());
		ServiceStatus status = status();
		assertThat(status.status()).isEqualTo("DOWN");
		assertThat(status.components()).containsExactlyInAnyOrder(
				new Component("db", "DOWN", "The database cannot be reached."), new Component("ping", "UP", null));
	}

	@Test
	void neverQuotesDetailsOfLibraries() {
		add("other", Health.down(new IllegalStateException("ann@example.com")).withDetail("user", "ann").build());
		assertThat(status().components())
			.containsExactly(new Component("other", "DOWN", "The service's log has the reason."));
		assertThat(JsonMapper.shared().writeValueAsString(status())).doesNotContain("ann");
	}

	@Test
	void aCompositeIsShownByItsParts() {
		HealthIndicator part = () -> Health.outOfService().build();
		this.health.put("brokers", CompositeHealthContributor.fromMap(Map.of("one", part)));
		assertThat(status().components()).extracting(Component::name).containsExactly("brokers.one");
	}

	@Test
	void looksOnceHoweverManyAsk() {
		AtomicInteger looks = new AtomicInteger();
		this.health.put("slow", (HealthIndicator) () -> {
			looks.incrementAndGet();
			return Health.up().build();
		});
		StatusController controller = controller(List.of());
		ServiceStatus first = controller.status(REQUEST).getBody();
		assertThat(controller.status(REQUEST).getBody()).isEqualTo(first);
		assertThat(looks).hasValue(1);
	}

	@Test
	void holdsWhatEachPartContributesAndNothingElse() {
		add("ping", Health.up().build());
		ResponseEntity<ServiceStatus> answer = controller(
				List.of((status) -> status.instance("host:1").partitions(Map.of(3, 7L)).partition(1, "host:2"),
						(status) -> status.counter("events", 12)))
			.status(REQUEST);
		assertThat(answer.getHeaders().getCacheControl()).isEqualTo("no-store");
		assertThat(answer.getBody().partitions()).containsExactly(new Partition(1, "host:2", null),
				new Partition(3, "host:1", 7L));
		assertThat(JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(answer.getBody())))
			.hasToString(JsonMapper.shared()
				.readTree(
						"""
								{"service": "test", "instance": "host:1", "started_at": "1970-01-01T00:00:00Z", "at": "%s",
								"status": "UP", "components": [{"name": "ping", "status": "UP"}], "counters": {"events": 12},
								"partitions": [{"partition": 1, "instance": "host:2"},
								{"partition": 3, "instance": "host:1", "lag": 7}], "_links": {"self": {"href": "http://localhost/app/status"}}}"""
							.formatted(answer.getBody().at()))
				.toString());
	}

	private void add(String name, Health result) {
		this.health.put(name, (HealthIndicator) () -> result);
	}

	private ServiceStatus status() {
		return controller(List.of()).status(REQUEST).getBody();
	}

	private StatusController controller(List<StatusContributor> contributors) {
		HealthEndpoint endpoint = new HealthEndpoint(
				new DefaultHealthContributorRegistry(List.of(), (registered) -> this.health.forEach(registered)), null,
				HealthEndpointGroups.of(new Everything(), Map.of()), null);
		return new StatusController("test", "host:0", Instant.EPOCH, endpoint, contributors);
	}

	private static final class Everything implements HealthEndpointGroup {

		@Override
		public boolean isMember(String name) {
			return true;
		}

		@Override
		public boolean showComponents(SecurityContext securityContext) {
			return false;
		}

		@Override
		public boolean showDetails(SecurityContext securityContext) {
			return false;
		}

		@Override
		public StatusAggregator getStatusAggregator() {
			return new SimpleStatusAggregator();
		}

		@Override
		public HttpCodeStatusMapper getHttpCodeStatusMapper() {
			return new SimpleHttpCodeStatusMapper();
		}

		@Override
		public AdditionalHealthEndpointPath getAdditionalPath() {
			return null;
		}

	}

}
