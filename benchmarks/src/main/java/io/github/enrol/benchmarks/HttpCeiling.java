/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.web.IdempotencyKey;
import io.github.enrol.command.registration.web.RegisteredUser;
import io.github.enrol.command.registration.web.RegistrationRequest;
import io.github.enrol.command.registration.web.RequestBody;
import io.github.enrol.http.requests.KnownParameters;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.data.rest.autoconfigure.DataRestAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.hateoas.MediaTypes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the command-service would be if a registration took no time: its configuration,
 * its reading and checking of a request, its answer, and nothing in between. Likewise a
 * query-service that has no users to show.
 */
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = { DataJpaRepositoriesAutoConfiguration.class, DataRestAutoConfiguration.class,
		DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class, KafkaAutoConfiguration.class })
@Import({ HttpCeiling.Registrations.class, HttpCeiling.Nothing.class })
public class HttpCeiling {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final URI QUERY_SERVICE = URI.create("http://127.0.0.1:8082");

	public static void main(String[] args) {
		run(HttpCeiling.class, args);
	}

	static JavaProcess start(Platform platform) {
		return platform.peer(HttpCeiling.class,
				Map.of("management.endpoint.health.group.readiness.include", "readinessState"));
	}

	static void run(Class<?> application, String... args) {
		SpringApplication spring = new SpringApplication(application);
		spring.setDefaultProperties(Map.of("spring.config.name", "application,command-service"));
		spring.run(args);
	}

	/**
	 * Reads and checks a request as the command-service does.
	 */
	static RegistrationRequest read(HttpHeaders headers, InputStream body) throws IOException {
		IdempotencyKey.of(headers.get(IdempotencyKey.HEADER));
		return RegistrationRequest.read(RequestBody.read(headers, body, PATIENCE));
	}

	/**
	 * The answer to a registration that took place.
	 */
	static ResponseEntity<RegisteredUser> answer(String userId) {
		RegisteredUser user = new RegisteredUser(QUERY_SERVICE,
				new RegistrationReply(Outcome.REGISTERED, userId, 0, 0));
		return ResponseEntity.status(HttpStatus.CREATED).header(HttpHeaders.LOCATION, user.location()).body(user);
	}

	@RestController
	static class Registrations {

		@PostMapping(path = "/user/registration", consumes = MediaType.APPLICATION_JSON_VALUE,
				produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
		ResponseEntity<RegisteredUser> register(InputStream body, @RequestHeader HttpHeaders headers)
				throws IOException {
			read(headers, body);
			return answer(UlidCreator.getMonotonicUlid().toString());
		}

	}

	@RestController
	static class Nothing {

		@GetMapping(path = { "/users", "/users/{id}" },
				produces = { MediaTypes.HAL_JSON_VALUE, MediaType.APPLICATION_JSON_VALUE })
		@KnownParameters({ "size", "after", "email", "name", "created_after", "created_before" })
		Map<String, String> users() {
			return Map.of();
		}

	}

}
