/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import io.github.enrol.testing.TestDatabase.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The guarantees of every backend, tested on the available one.
 */
class BackendsIntegrationTests {

	@Test
	void aNewKafkaIsEmptyAndKeepsItsDataAcrossRestarts() throws Exception {
		try (TestKafka kafka = Backends.newKafka(); TestKafka other = Backends.newKafka()) {
			String address = kafka.bootstrapServers();
			try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
				TestTopics.create(admin, new NewTopic("topic", 1, (short) 1));
				kafka.stop();
				kafka.start();
				assertThat(kafka.bootstrapServers()).isEqualTo(address);
				assertThat(admin.listTopics().names().get()).contains("topic");
			}
			try (Admin admin = Admin.create(Map.of("bootstrap.servers", other.bootstrapServers()))) {
				assertThat(admin.listTopics().names().get()).isEmpty();
			}
		}
	}

	@Test
	void aNewSchemaIsEmptyAndKeepsItsDataAcrossRestarts() throws Exception {
		TestDatabase database = Backends.database();
		Schema schema = database.createSchema();
		execute(schema, "CREATE TABLE here (id INT)");
		execute(database.createSchema(), "CREATE TABLE here (id INT)");
		database.stop();
		try {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(schema, "SELECT 1"));
		}
		finally {
			database.start();
		}
		execute(schema, "INSERT INTO here VALUES (1)");
	}

	private static void execute(Schema schema, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(schema.jdbcUrl(), schema.username(),
				schema.password()); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
