/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.enrol.embedded.EmbeddedDatabase;
import io.github.enrol.embedded.EmbeddedKafka;
import io.github.enrol.embedded.Ports;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The services start before everything else: neither the broker nor the database has a
 * name, then both have names but closed ports, then they are there. The other rows of "A
 * dependency that is missing" in docs/operations.md are tested by each service.
 */
@Tag("own-servers")
class AbsentDependenciesIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	private static final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	@Test
	void servicesWaitForNamesAndPorts() throws Exception {
		// The only names that these processes can resolve.
		Path hosts = Files.writeString(this.directory.resolve("hosts"), "127.0.0.1 localhost\n");
		int kafkaPort = Ports.free();
		int databasePort = Ports.free();
		String kafkaAddress = "kafka.test:" + kafkaPort;
		String databaseAddress = "database.test:" + databasePort + "/enrol";
		Map<String, String> kafka = Map.of("spring.kafka.bootstrap-servers", kafkaAddress);
		Map<String, String> database = Map.of("spring.datasource.url", "jdbc:mysql://" + databaseAddress,
				"spring.datasource.username", "enrol", "spring.datasource.password", "enrol");
		try (ServiceProcess command = start("command-service", hosts,
				ServiceProcess.merge(kafka,
						Map.of("registration.partitions", "1", "registration.replication-factor", "1",
								"spring.kafka.streams.state-dir", this.directory.resolve("streams").toString())));
				ServiceProcess projector = start("projector-service", hosts,
						ServiceProcess.merge(kafka, database, Map.of("projection.replication-factor", "1")));
				ServiceProcess query = start("query-service", hosts, database)) {
			List<ServiceProcess> services = List.of(command, projector, query);
			services.forEach(AbsentDependenciesIntegrationTests::awaitAliveAndNotReady);
			awaitLine(command, kafkaAddress + " does not resolve");
			awaitLine(projector, "UnknownHostException");
			awaitLine(query, "The read model at " + databaseAddress + " cannot be read: ");
			awaitLine(query, "UnknownHostException");
			Files.writeString(hosts, "127.0.0.1 localhost kafka.test database.test\n");
			awaitLine(command, kafkaAddress + " cannot be connected to: Connection refused");
			services.forEach(AbsentDependenciesIntegrationTests::awaitAliveAndNotReady);
			try (EmbeddedDatabase server = new EmbeddedDatabase(this.directory.resolve("database"),
					BackendProcess.BINARIES, databasePort);
					EmbeddedKafka broker = new EmbeddedKafka(this.directory.resolve("kafka"), kafkaPort)) {
				server.start();
				query.awaitReady();
				awaitLine(projector, "KafkaUnreachableException");
				awaitAliveAndNotReady(projector);
				broker.start();
				services.forEach(ManagedProcess::awaitReady);
			}
			assertThat(services).allSatisfy((service) -> assertThat(log(service)).doesNotContain("\tat "));
		}
	}

	private ServiceProcess start(String module, Path hosts, Map<String, String> properties) throws IOException {
		// Otherwise, the JVM remembers for 10 s that a name does not resolve.
		Path security = Files.writeString(this.directory.resolve("security"), "networkaddress.cache.negative.ttl=0\n");
		return ServiceProcess.start(module, "absent-" + module, Ports.free(), properties,
				"-Djdk.net.hosts.file=" + hosts, "-Djava.security.properties=" + security);
	}

	private static void awaitAliveAndNotReady(ServiceProcess service) {
		await().atMost(TIMEOUT).ignoreExceptions().untilAsserted(() -> {
			assertThat(status(service, "liveness")).isEqualTo(200);
			assertThat(status(service, "readiness")).isEqualTo(503);
		});
	}

	private static int status(ServiceProcess service, String group) throws IOException, InterruptedException {
		return http
			.send(HttpRequest.newBuilder(service.uri("/actuator/health/" + group)).build(), BodyHandlers.discarding())
			.statusCode();
	}

	private static void awaitLine(ServiceProcess service, String reason) {
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(log(service)).contains(reason));
	}

	private static String log(ServiceProcess service) {
		try {
			return Files.readString(service.output());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
