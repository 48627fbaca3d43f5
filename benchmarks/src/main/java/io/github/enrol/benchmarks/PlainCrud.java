/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.command.registration.web.RegisteredUser;
import io.github.enrol.command.registration.web.RegistrationRequest;
import io.github.enrol.http.problems.Problem;
import io.github.enrol.http.problems.ProblemType;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.data.rest.autoconfigure.DataRestAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.hateoas.MediaTypes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The other way to do it: a row in a table, whose unique index decides. Everything up to
 * the table is the command-service's, so that what differs is what is compared.
 */
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = { DataJpaRepositoriesAutoConfiguration.class, DataRestAutoConfiguration.class,
		HibernateJpaAutoConfiguration.class, KafkaAutoConfiguration.class })
@Import({ PlainCrud.Registrations.class, PlainCrud.Table.class })
public class PlainCrud {

	public static void main(String[] args) {
		HttpCeiling.run(PlainCrud.class, args);
	}

	/**
	 * Where users are added.
	 */
	interface Users {

		/**
		 * Returns when the user is stored.
		 * @throws DuplicateKeyException if another user has the address
		 */
		void add(Ulid id, RegistrationRequest request);

	}

	static class Table implements Users {

		private static final String INSERT = """
				INSERT INTO users (id, name, email, email_key, created_at) VALUES (?, ?, ?, ?, ?)""";

		private final JdbcTemplate jdbc;

		Table(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Override
		public void add(Ulid id, RegistrationRequest request) {
			this.jdbc.update(INSERT, id.toString(), request.username().value(), request.email().typed(),
					request.email().key(), LocalDateTime.ofInstant(id.getInstant(), ZoneOffset.UTC));
		}

	}

	@RestController
	static class Registrations {

		private final Users users;

		Registrations(Users users) {
			this.users = users;
		}

		@PostMapping(path = "/user/registration", consumes = MediaType.APPLICATION_JSON_VALUE,
				produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
		ResponseEntity<RegisteredUser> register(InputStream body, @RequestHeader HttpHeaders headers)
				throws IOException {
			RegistrationRequest request = HttpCeiling.read(headers, body);
			Ulid id = UlidCreator.getMonotonicUlid();
			try {
				this.users.add(id, request);
			}
			catch (DuplicateKeyException ex) {
				throw Problem.of(ProblemType.EMAIL_ALREADY_REGISTERED, "Another registration has this email address.");
			}
			return HttpCeiling.answer(id.toString());
		}

	}

}
