/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import com.github.f4b6a3.ulid.Ulid;
import io.github.enrol.command.registration.web.RegistrationRequest;
import io.github.enrol.events.RecordJson;
import io.github.enrol.events.UserRegistered;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.data.rest.autoconfigure.DataRestAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * {@link PlainCrud} that also has events, as most do it: the transaction that inserts the
 * user inserts the event into a table, an outbox, from where it is brought to Kafka
 * later. By the {@link OutboxRelay} in this process if it has a topic, else by Debezium.
 */
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = { DataJpaRepositoriesAutoConfiguration.class, DataRestAutoConfiguration.class,
		HibernateJpaAutoConfiguration.class, KafkaAutoConfiguration.class })
@Import({ PlainCrud.Registrations.class, OutboxCrud.TableWithOutbox.class, OutboxRelay.class })
public class OutboxCrud {

	public static void main(String[] args) {
		HttpCeiling.run(OutboxCrud.class, args);
	}

	static class TableWithOutbox extends PlainCrud.Table {

		private static final String INSERT = """
				INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload)
				VALUES (?, 'user', ?, 'user-registered', ?)""";

		private final JdbcTemplate jdbc;

		private final TransactionTemplate transaction;

		private final ObjectProvider<OutboxRelay> relay;

		TableWithOutbox(JdbcTemplate jdbc, TransactionTemplate transaction, ObjectProvider<OutboxRelay> relay) {
			super(jdbc);
			this.jdbc = jdbc;
			this.transaction = transaction;
			this.relay = relay;
		}

		@Override
		public void add(Ulid id, RegistrationRequest request) {
			byte[] event = RecordJson.write(new UserRegistered(id.toString(), request.username().value(),
					request.email().typed(), id.getInstant()));
			this.transaction.executeWithoutResult((status) -> {
				super.add(id, request);
				this.jdbc.update(INSERT, id.toString(), request.email().key(), event);
			});
			this.relay.ifAvailable(OutboxRelay::wake);
		}

	}

}
