/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long callers are affected after an instance died or was stopped. Takes minutes, so
 * it runs only on request: {@code -Dit.test=RecoveryIntegrationTests}.
 */
class RecoveryIntegrationTests {

	private static final int ROUNDS = 5;

	private static final Duration TAKEOVER = Duration.ofSeconds(10);

	private static final Duration RESTART = Duration.ofSeconds(15);

	private static final Duration EXIT = Duration.ofSeconds(10);

	private static final Duration SHUTDOWN_DELAY = Duration.ofSeconds(2);

	@TempDir
	private Path directory;

	@Test
	void twoInstancesTakeOverFromTheThird() {
		try (Cluster cluster = new Cluster(this.directory, Cluster.Size.of(3, 1), Map.of())) {
			List<Duration> killed = new ArrayList<>();
			List<Duration> stopped = new ArrayList<>();
			List<Duration> exits = new ArrayList<>();
			for (int round = 0; round < ROUNDS; round++) {
				ServiceProcess victim = cluster.commands.get(round % 3);
				UserApi survivor = cluster.api((round + 1) % 3);
				killed.add(Probe.silence(survivor, victim::kill));
				restart(victim, survivor);
				stopped.add(Probe.silence(survivor, () -> exits.add(victim.terminate())));
				restart(victim, survivor);
			}
			System.out.printf("Killed, one of three: others silent for %s%n", killed);
			System.out.printf("Stopped, one of three: others silent for %s, exit after %s%n", stopped, exits);
			assertThat(killed).allMatch((silence) -> silence.compareTo(TAKEOVER) <= 0);
			assertThat(exits).allMatch((exit) -> exit.compareTo(EXIT) <= 0);
		}
	}

	@Test
	void aSingleInstanceServesAgainAfterAKill() {
		try (Cluster cluster = new Cluster(this.directory, Cluster.Size.of(1, 1), Map.of())) {
			ServiceProcess only = cluster.commands.get(0);
			List<Duration> silences = new ArrayList<>();
			for (int round = 0; round < ROUNDS; round++) {
				silences.add(Probe.silence(cluster.api(0), () -> {
					only.kill();
					only.restart();
				}));
			}
			System.out.printf("Killed and started again, one of one: silent for %s%n", silences);
			assertThat(silences).allMatch((silence) -> silence.compareTo(RESTART) <= 0);
		}
	}

	@Test
	void aRollingRestartFailsNoRequest() throws InterruptedException {
		try (Cluster cluster = new Cluster(this.directory, Cluster.Size.of(2, 2),
				Map.of("server.shutdown-delay", SHUTDOWN_DELAY.toMillis() + "ms"))) {
			LoadBalancer balancer = new LoadBalancer(cluster);
			ExecutorService clients = Executors.newFixedThreadPool(8);
			for (int i = 0; i < 8; i++) {
				clients.execute(balancer::useUntilStopped);
			}
			for (ServiceProcess service : cluster.services().subList(0, 4)) {
				ManagedProcess.pause(Duration.ofSeconds(3));
				Fault.restart(service);
			}
			balancer.stopped = true;
			clients.shutdown();
			assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
			System.out.printf("Rolling restart: %d registered, %d answered 503, %d broken%n", balancer.registered.get(),
					balancer.unavailable.get(), balancer.broken.get());
			assertThat(balancer.registered).hasValueGreaterThan(1000);
			assertThat(balancer.broken).hasValue(0);
		}
	}

	private static void restart(ServiceProcess service, UserApi survivor) {
		service.restart();
		service.awaitReady();
		try (Probe probe = new Probe(survivor)) {
			probe.awaitAnswers();
		}
	}

	/**
	 * Clients behind a load balancer, which tries the next instance if a connection is
	 * refused.
	 */
	private static final class LoadBalancer {

		final AtomicInteger registered = new AtomicInteger();

		final AtomicInteger unavailable = new AtomicInteger();

		final AtomicInteger broken = new AtomicInteger();

		volatile boolean stopped;

		private final Cluster cluster;

		private final AtomicInteger next = new AtomicInteger();

		LoadBalancer(Cluster cluster) {
			this.cluster = cluster;
		}

		void useUntilStopped() {
			while (!this.stopped) {
				outcome("user-" + this.next.incrementAndGet() + "@example.com").incrementAndGet();
				ManagedProcess.pause(Duration.ofMillis(10));
			}
		}

		private AtomicInteger outcome(String email) {
			int first = this.next.incrementAndGet();
			for (int i = 0; i < this.cluster.commands.size(); i++) {
				UserApi instance = this.cluster.api((first + i) % this.cluster.commands.size());
				try {
					int status = instance.register("user", email, null).join().status();
					return (status == 201) ? this.registered : (status == 503) ? this.unavailable : this.broken;
				}
				catch (CompletionException ex) {
					if (!UserApi.isRefused(ex)) {
						return this.broken;
					}
				}
			}
			return this.broken;
		}

	}

}
