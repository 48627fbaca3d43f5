/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import io.github.enrol.http.database.DatabaseFailure;
import io.github.enrol.testing.Account;
import io.github.enrol.testing.SecuredDatabase;
import io.github.enrol.testing.TestDatabase.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * "TLS to MySQL" in docs/security.md.
 */
@Tag("own-servers")
class DatabaseTlsIntegrationTests {

	private static SecuredDatabase database;

	private static Schema schema;

	@BeforeAll
	static void startDatabase() {
		database = new SecuredDatabase();
		schema = database.createSchema();
		new ReadModel(schema).createTables();
	}

	@AfterAll
	static void stopDatabase() {
		database.close();
	}

	@Test
	void aServerOfAKnownAuthorityIsTrusted() {
		try (ConfigurableApplicationContext service = QueryServiceApplication.application()
			.run("--server.port=0",
					"--spring.datasource.url=" + url("127.0.0.1", "sslMode=VERIFY_IDENTITY&" + database.trustStore()),
					"--spring.datasource.username=" + Account.QUERY.username(),
					"--spring.datasource.password=" + Account.password())) {
			int port = ((WebServerApplicationContext) service).getWebServer().getPort();
			assertThat(new Api(port).get("/users").status()).isEqualTo(200);
			assertThat(service.getBean(JdbcClient.class)
				.sql("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
				.query((row, number) -> row.getString(2))
				.single()).startsWith("TLS");
		}
	}

	@Test
	void whoeverIsNotTrustedIsNamed() {
		assertThat(refusal("127.0.0.1", "sslMode=VERIFY_IDENTITY")).contains("CertPathValidatorException");
		assertThat(refusal("127.0.0.1", "sslMode=VERIFY_CA")).contains("CertPathValidatorException");
		assertThat(refusal("localhost", "sslMode=VERIFY_IDENTITY&" + database.trustStore()))
			.contains("Server identity verification failed");
		assertThat(refusal("localhost", "sslMode=VERIFY_CA&" + database.trustStore())).isEmpty();
	}

	@Test
	void theServerCanDemandEncryption() {
		assertThat(refusal("127.0.0.1", "sslMode=DISABLED")).contains("Access denied for user 'enrol_query'");
	}

	/**
	 * Returns what the log of a service would say; nothing if it is connected.
	 */
	private static String refusal(String host, String parameters) {
		try (Connection connection = DriverManager.getConnection(url(host, parameters), Account.QUERY.username(),
				Account.password())) {
			return "";
		}
		catch (SQLException ex) {
			return DatabaseFailure.in(ex).map(DatabaseFailure::reason).orElseThrow();
		}
	}

	private static String url(String host, String parameters) {
		return schema.jdbcUrl().replaceFirst("\\?.*", "").replace("127.0.0.1", host) + "?" + parameters;
	}

}
