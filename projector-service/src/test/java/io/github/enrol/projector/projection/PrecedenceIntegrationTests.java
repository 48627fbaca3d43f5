/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.util.List;
import java.util.Map;

import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static io.github.enrol.projector.projection.BatchTests.erased;
import static io.github.enrol.projector.projection.BatchTests.registered;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who has precedence in a rebuild while users are erased.
 */
class PrecedenceIntegrationTests {

	private static final String FIRST = "01KAS3T8R5Y9M2V7QX4Z000001";

	private static final String LIVE = "01KAS3T8R5Y9M2V7QX4Z000002";

	private static final String NEXT = "01KAS3T8R5Y9M2V7QX4Z000003";

	@Test
	void anErasureEndsThePrecedenceOfItsUser() {
		TestDatabase.Schema schema = Backends.database().createSchema();
		JdbcTemplate jdbc = new JdbcTemplate(
				new DriverManagerDataSource(schema.jdbcUrl(), schema.username(), schema.password()));
		for (String table : List.of("live", "rebuilt")) {
			jdbc.execute("CREATE TABLE " + table + " (id CHAR(26) NOT NULL, email_key VARCHAR(254) NOT NULL)");
		}
		jdbc.update("INSERT INTO live VALUES (?, 'zoe@example.com')", LIVE);
		Precedence precedence = new Precedence(jdbc, "live", "rebuilt");
		assertThat(precedence
			.claim(List.of(new Rejected(registered(1, 0, LIVE, null), new DuplicateKeyException("second"))))).isTrue();
		assertThat(precedence.applyTo(batch(registered(0, 0, FIRST, null), registered(1, 0, LIVE, null))).rejected())
			.extracting(Rejected::record)
			.extracting(ConsumerRecord::partition)
			.containsExactly(0);
		Batch erasure = batch(erased(1, 1, "zoe@example.com", LIVE), registered(1, 2, NEXT, null));
		assertThat(precedence.applyTo(erasure)).isSameAs(erasure);
		assertThat(precedence.ids()).isEmpty();
	}

	@SafeVarargs
	private static Batch batch(ConsumerRecord<String, byte[]>... records) {
		return Batch.read(List.of(List.of(records)), Map.of(0, 0L, 1, 0L));
	}

}
