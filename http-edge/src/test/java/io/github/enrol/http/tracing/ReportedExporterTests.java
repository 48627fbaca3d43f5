/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.tracing;

import java.net.ConnectException;
import java.util.Collection;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class ReportedExporterTests {

	private CompletableResultCode next = CompletableResultCode.ofSuccess();

	@Test
	void anOutageIsReportedOnceWithItsReasonAndOnceAtItsEnd() {
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		Logger logger = (Logger) LoggerFactory.getLogger(ReportedExporter.class);
		logger.addAppender(lines);
		try {
			SpanExporter exporter = new ReportedExporter(new Switched());
			export(exporter, CompletableResultCode.ofSuccess());
			export(exporter, failure(new IllegalStateException(new ConnectException("no route"))));
			export(exporter, failure(new IllegalStateException(new ConnectException("no route"))));
			export(exporter, CompletableResultCode.ofSuccess());
			export(exporter, CompletableResultCode.ofFailure());
		}
		finally {
			logger.detachAppender(lines);
		}
		assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("Traces cannot be exported and are dropped: java.net.ConnectException: no route",
					"Traces are exported again", "Traces cannot be exported and are dropped: refused");
		assertThat(lines.list).extracting(ILoggingEvent::getThrowableProxy).containsOnlyNulls();
	}

	private void export(SpanExporter exporter, CompletableResultCode result) {
		this.next = result;
		assertThat(exporter.export(List.of())).isSameAs(result);
	}

	private static CompletableResultCode failure(Throwable reason) {
		return CompletableResultCode.ofExceptionalFailure(reason);
	}

	private final class Switched implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return ReportedExporterTests.this.next;
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
