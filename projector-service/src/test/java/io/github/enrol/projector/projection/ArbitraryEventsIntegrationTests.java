/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import io.github.enrol.projector.ProjectorOnRealParts;
import io.github.enrol.projector.projection.ArbitraryEvents.Registered;
import io.github.enrol.projector.projection.ArbitraryEvents.Sample;
import io.github.enrol.projector.projection.ArbitraryEvents.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No event, whatever its content, blocks the projection of others.
 */
class ArbitraryEventsIntegrationTests extends ProjectorOnRealParts {

	private static final int EVENTS = 1_200;

	@ParameterizedTest
	@ValueSource(longs = { 1, 20261125 })
	void goodEventsAreProjectedBadOnesDeadLetteredOnceAndTheRebuildAgrees(long seed) throws Exception {
		int before = deadLetters().size();
		ArbitraryEvents events = new ArbitraryEvents(seed, 1);
		List<Registered> expected = new ArrayList<>();
		List<List<Long>> rejected = new ArrayList<>();
		long skipped = 0;
		for (int i = 0; i < EVENTS; i++) {
			Sample sample = events.next();
			RecordMetadata place = send(sample);
			switch (sample.verdict()) {
				case PROJECTED -> expected.add(sample.user());
				case REJECTED -> rejected.add(List.of((long) place.partition(), place.offset()));
				case SKIPPED -> skipped++;
			}
		}
		try (ConfigurableApplicationContext projector = start()) {
			Awaitility.await()
				.ignoreExceptions()
				.until(() -> cursor().stream().mapToLong((row) -> row.get(1)).sum() == EVENTS);
			List<ConsumerRecord<String, String>> letters = deadLetters();
			assertThat(letters.subList(before, letters.size())).extracting((letter) -> original(letter.headers()))
				.containsExactlyInAnyOrderElementsOf(rejected);
			assertThat(registered())
				.containsExactlyInAnyOrderElementsOf(expected.stream().map(this::asStored).toList());
			MeterRegistry meters = projector.getBean(MeterRegistry.class);
			assertThat(meters.counter("projection.dead.letters").count()).isEqualTo(rejected.size());
			assertThat(meters.counter("projection.events.skipped").count()).isEqualTo(skipped);
			List<List<String>> rows = allRows();
			assertThat(post(projector, "rebuild").statusCode()).isEqualTo(202);
			awaitState(projector, "DONE");
			assertThat(get(projector, "rebuild").body()).contains("\"rejected\":" + rejected.size(),
					"\"skipped\":" + skipped);
			assertThat(allRows()).isEqualTo(rows);
			assertThat(deadLetters()).hasSize(letters.size());
		}
		assertThat(List.of(expected.size(), rejected.size(), (int) skipped)).as(Verdict.values().length + " verdicts")
			.allSatisfy((count) -> assertThat(count).isGreaterThan(EVENTS / 50));
	}

	private static RecordMetadata send(Sample sample) throws Exception {
		Future<RecordMetadata> place = producer.send(sample.record());
		producer.flush();
		return place.get();
	}

	private static List<Long> original(Headers headers) {
		return List.of((long) ByteBuffer.wrap(headers.lastHeader("kafka_dlt-original-partition").value()).getInt(),
				ByteBuffer.wrap(headers.lastHeader("kafka_dlt-original-offset").value()).getLong());
	}

	private Registered asStored(Registered user) {
		return new Registered(user.id(), user.name(), user.email(), user.key(),
				Instant.parse(user.time()).truncatedTo(ChronoUnit.MILLIS).toString());
	}

	/**
	 * Reads users as the query-service does.
	 */
	private List<Registered> registered() {
		return this.database.sql("SELECT id, name, email, email_key, created_at FROM users")
			.query((row, number) -> new Registered(row.getString("id"), row.getString("name"), row.getString("email"),
					row.getString("email_key"),
					row.getObject("created_at", LocalDateTime.class).toInstant(ZoneOffset.UTC).toString()))
			.list();
	}

}
