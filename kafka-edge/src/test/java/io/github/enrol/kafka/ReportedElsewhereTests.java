/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.MessageFormatter;

import static org.assertj.core.api.Assertions.assertThat;

class ReportedElsewhereTests {

	private static final String SENDER = "org.apache.kafka.clients.producer.internals.Sender";

	/** As in Kafka's Sender. */
	private static final String RETRY = "Got error produce response with correlation id {} on topic-partition {}, retrying ({} attempts left). Error: {}";

	private final LoggerContext context = new LoggerContext();

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	@BeforeEach
	void install() {
		ReportedElsewhere.install(this.context);
		ReportedElsewhere.install(this.context);
		this.appender.start();
		this.context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this.appender);
	}

	@Test
	void whatIsNormalIsNotLogged() {
		assertThat(this.context.getTurboFilterList()).hasSize(1);
		warn(SENDER, RETRY, 7, "user-events-0", 2147483646, "CONCURRENT_TRANSACTIONS");
		assertThat(this.appender.list).isEmpty();
	}

	@Test
	void otherWarningsOfTheSameLoggerAre() {
		warn(SENDER, RETRY, 7, "user-events-0", 2147483646, "NOT_ENOUGH_REPLICAS");
		warn(SENDER, "Received unknown topic or partition error in produce request on partition {}.", "user-events-0");
		warn("another.Logger", RETRY, 7, "user-events-0", 2147483646, "CONCURRENT_TRANSACTIONS");
		assertThat(this.appender.list).hasSize(3).allMatch((event) -> event.getLevel() == Level.WARN);
	}

	/**
	 * Formats as Kafka's loggers do, before Logback sees the message.
	 */
	private void warn(String logger, String format, Object... arguments) {
		String prefix = "[Producer clientId=a, transactionalId=b] ";
		this.context.getLogger(logger).warn(prefix + MessageFormatter.arrayFormat(format, arguments).getMessage());
	}

}
