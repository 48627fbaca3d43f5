/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import io.github.enrol.command.registration.gateway.CommandGateway;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * Brings the write side up once Kafka answers, and takes it down after the last request
 * is answered. A service that starts before Kafka does is alive, not ready, and answers
 * 503 until then.
 */
final class RegistrationStreams implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RegistrationStreams.class);

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	private final Admin admin;

	private final RegistrationTopics topics;

	private final StreamsBuilderFactoryBean streams;

	private final CommandGateway gateway;

	private final Runnable giveUp;

	private volatile boolean running;

	private volatile Thread connector = new Thread();

	/**
	 * Describes the write side.
	 * @param giveUp has the instance replaced, whose next start says what is wrong
	 */
	RegistrationStreams(Admin admin, RegistrationTopics topics, StreamsBuilderFactoryBean streams,
			CommandGateway gateway, Runnable giveUp) {
		this.admin = admin;
		this.topics = topics;
		this.streams = streams;
		this.gateway = gateway;
		this.giveUp = giveUp;
	}

	/**
	 * Whether commands are taken and decided here; not so during a rebalance.
	 */
	boolean isReady() {
		return this.gateway.isOpen() && state() == KafkaStreams.State.RUNNING;
	}

	KafkaStreams.State state() {
		KafkaStreams started = this.streams.getKafkaStreams();
		return (started != null) ? started.state() : KafkaStreams.State.CREATED;
	}

	@Override
	public void start() {
		this.running = true;
		if (!connect()) {
			this.connector = new Thread(this::connectUntilDone, "kafka-connector");
			this.connector.setDaemon(true);
			this.connector.start();
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
			logger.error("Registrations are refused. {}", ex.getMessage());
			this.giveUp.run();
		}
	}

	private boolean connect() {
		try {
			int replyPartitions = this.topics.ensure(this.admin);
			this.streams.start();
			this.gateway.open(replyPartitions);
			return true;
		}
		catch (TopicMismatchException ex) {
			throw ex;
		}
		catch (ExecutionException | TimeoutException | RuntimeException ex) {
			logger.warn("Kafka cannot be used yet, trying again: {}", ex.toString());
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.connector.interrupt();
		this.gateway.close();
		this.streams.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Before the web server, so that it stops after the web server has answered what it
	 * took.
	 */
	@Override
	public int getPhase() {
		return 0;
	}

}
