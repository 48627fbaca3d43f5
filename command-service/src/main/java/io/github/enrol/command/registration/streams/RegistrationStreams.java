/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.kafka.BootstrapServers;
import io.github.enrol.kafka.KafkaFailures;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * Starts the write side once Kafka answers, and stops it after the last request is
 * answered. Until Kafka answers, the service is alive but not ready, and answers 503.
 */
final class RegistrationStreams implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RegistrationStreams.class);

	/**
	 * Stops after the web server, which has answered all requests by then;
	 * StopIntegrationTests documents the order of all components.
	 */
	static final int PHASE = 0;

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	/** How long a stop waits for the interrupted connection attempt. */
	private static final Duration CONNECTOR_TIMEOUT = Duration.ofSeconds(1);

	private final Admin admin;

	private final BootstrapServers bootstrap;

	private final RegistrationTopics topics;

	private final StreamsBuilderFactoryBean streams;

	private final LocalState localState;

	private final StreamsClients clients;

	private final CommandGateway gateway;

	private final Runnable giveUp;

	private volatile boolean running;

	private volatile @Nullable Thread connector;

	private @Nullable String lastFailure;

	/**
	 * Creates the write side, which is started by the context.
	 * @param giveUp has the instance replaced, whose next start reports what is wrong
	 */
	RegistrationStreams(Admin admin, BootstrapServers bootstrap, RegistrationTopics topics,
			StreamsBuilderFactoryBean streams, LocalState localState, StreamsClients clients, CommandGateway gateway,
			Runnable giveUp) {
		this.admin = admin;
		this.bootstrap = bootstrap;
		this.topics = topics;
		this.streams = streams;
		this.localState = localState;
		this.clients = clients;
		this.gateway = gateway;
		this.giveUp = giveUp;
	}

	@Override
	public void start() {
		this.running = true;
		if (!connect()) {
			Thread thread = new Thread(this::connectUntilDone, "kafka-connector");
			thread.setDaemon(true);
			this.connector = thread;
			thread.start();
		}
	}

	private void connectUntilDone() {
		try {
			do {
				Thread.sleep(RETRY_INTERVAL.toMillis());
			}
			while (this.running && !connect());
		}
		catch (InterruptedException stopped) {
			logger.debug("Stopped before Kafka could be reached");
		}
		catch (TopicMismatchException ex) {
			logger.error("Registrations are refused. {} {}", ex.getMessage(), ex.remedy());
			this.giveUp.run();
		}
		catch (Throwable ex) {
			// No other thread connects.
			if (KafkaFailures.isMisconfiguration(ex)) {
				logger.error("Registrations are refused: {}", KafkaFailures.reason(ex));
			}
			else {
				logger.error("Registrations are refused", ex);
			}
			this.giveUp.run();
		}
	}

	private boolean connect() {
		String step = "connecting to";
		try {
			this.bootstrap.requireReachable();
			step = "checking the topics at";
			int replyPartitions = this.topics.ensure(this.admin);
			step = "starting Kafka Streams at";
			this.localState.dropIfUseless();
			this.streams.start();
			step = "opening producers and consumers at";
			this.gateway.open(replyPartitions);
			return true;
		}
		catch (TopicMismatchException ex) {
			throw ex;
		}
		catch (ExecutionException | TimeoutException | RuntimeException ex) {
			if (ex instanceof RuntimeException unchecked && KafkaFailures.isMisconfiguration(ex)) {
				throw unchecked;
			}
			report(step + " " + this.bootstrap, KafkaFailures.reason(ex));
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void report(String step, String reason) {
		String failure = step + reason;
		if (!failure.equals(this.lastFailure)) {
			logger.warn("Kafka cannot be used yet, trying again ({}): {}", step, reason);
		}
		this.lastFailure = failure;
	}

	/**
	 * Refuses registrations from now on, because the topics have changed. Those that were
	 * sent are still decided; then Kafka Streams stops, which cannot use the topics
	 * either and would advise to reset them, which frees all addresses.
	 */
	void refuse(TopicMismatchException mismatch) {
		logger.error("Registrations are refused. {} {}", mismatch.getMessage(), mismatch.remedy());
		this.giveUp.run();
		try {
			this.gateway.awaitOutcomes();
			this.clients.close();
			this.streams.stop();
		}
		catch (InterruptedException stopping) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Takes at most 6 s, the sum of its components' limits.
	 */
	@Override
	public void stop() {
		this.running = false;
		awaitConnector();
		this.gateway.close();
		this.clients.close();
		this.streams.stop();
	}

	/**
	 * A connection attempt in progress would reopen what is closed here.
	 */
	private void awaitConnector() {
		Thread connecting = this.connector;
		if (connecting == null) {
			return;
		}
		connecting.interrupt();
		try {
			connecting.join(CONNECTOR_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
