/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.enrol.embedded.EmbeddedKafka;
import io.github.enrol.embedded.Ports;
import io.github.enrol.system.UserApi.Answer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long recovery takes with a million registrations: restoring the state, rebuilding
 * the read model, and moving the events to another cluster. Takes many minutes, so it
 * runs only on request: {@code -Dit.test=MillionIntegrationTests}.
 */
class MillionIntegrationTests {

	private static final int USERS = Integer.getInteger("million.users", 1_000_000);

	private static final int PAGE = 200;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void theStateIsRestored(int standbys) {
		try (Cluster cluster = new Cluster(this.directory, Cluster.Size.of(2, 1),
				Map.of("spring.kafka.streams.properties.num.standby.replicas", Integer.toString(standbys)))) {
			registerAll(cluster);
			ServiceProcess one = cluster.commands.get(0);
			ServiceProcess two = cluster.commands.get(1);
			System.out.printf("%d registrations, standby replicas: %d%n", USERS, standbys);
			measure("one of two killed", cluster, 1, one::kill);
			one.restart();
			settle(cluster);
			measure("both stopped and started again", cluster, 0, () -> {
				cluster.commands.forEach(ManagedProcess::terminate);
				cluster.commands.forEach(ManagedProcess::restart);
			});
			settle(cluster);
			measure("both killed and started again", cluster, 0, () -> {
				cluster.commands.forEach(ManagedProcess::kill);
				cluster.commands.forEach(ManagedProcess::restart);
			});
			settle(cluster);
			measure("one of two killed, its state deleted, started again", cluster, 1, () -> {
				one.kill();
				Fault.deleteState(cluster, one);
				one.restart();
			});
			settle(cluster);
			measure("both killed, all state deleted, started again", cluster, 0, () -> {
				cluster.commands.forEach(ManagedProcess::kill);
				Fault.deleteState(cluster, one);
				Fault.deleteState(cluster, two);
				cluster.commands.forEach(ManagedProcess::restart);
			});
		}
	}

	/**
	 * Measures how long an event leaves callers of an instance without answers, and which
	 * restores follow.
	 */
	private static void measure(String what, Cluster cluster, int asked, Runnable event) {
		List<String> before = restores(cluster);
		Duration silence = Probe.silence(cluster.api(asked), event);
		List<String> after = new ArrayList<>(restores(cluster));
		before.forEach(after::remove);
		System.out.printf("- %s: silent for %s; restored %s%n", what, silence, after);
	}

	private static List<String> restores(Cluster cluster) {
		Pattern restored = Pattern.compile("(\\S+) .* is back: (.*)");
		return cluster.commands.stream().map(ManagedProcess::output).flatMap((output) -> {
			try {
				return Files.readAllLines(output).stream();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}).map(restored::matcher).filter(Matcher::find).map((line) -> line.group(1) + ": " + line.group(2)).toList();
	}

	@Test
	void theReadModelIsRebuilt() throws Exception {
		try (Cluster cluster = new Cluster(this.directory, Cluster.Size.of(1, 1), Map.of())) {
			registerAll(cluster);
			ServiceProcess projector = cluster.projectors.get(0);
			String before = digest(cluster);
			AtomicBoolean reading = new AtomicBoolean(true);
			CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> read(cluster.api(0), reading),
					(task) -> new Thread(task).start());
			Rebuild.begin(projector, cluster.security)
				.await((status) -> status.contains("RUNNING") && !status.contains("\"rebuilt\":0,"));
			projector.kill();
			projector.restart();
			projector.awaitReady();
			assertThat(digest(cluster)).isEqualTo(before);
			System.out.printf("Rebuilt: %s%n",
					Rebuild.begin(projector, cluster.security).await((status) -> !status.contains("RUNNING")));
			reading.set(false);
			System.out.printf("Meanwhile %d pages were read%n", reader.join());
			assertThat(digest(cluster)).isEqualTo(before);
		}
	}

	@Test
	void theEventsMoveToAnotherCluster() throws Exception {
		Path file = this.directory.resolve("events.jsonl.gz");
		try (Cluster cluster = new Cluster(this.directory.resolve("lost"), Cluster.Size.of(1, 1), Map.of())) {
			registerAll(cluster);
			measure("exported",
					() -> assertThat(new Tools(cluster.bootstrapServers).run("events", "export", file.toString()))
						.contains(USERS + " events were exported."));
			System.out.printf("Size of the file: %d bytes%n", Files.size(file));
		}
		try (EmbeddedKafka kafka = new EmbeddedKafka(this.directory.resolve("new"), Ports.free())) {
			kafka.start();
			Tools tools = new Tools(kafka.bootstrapServers());
			measure("imported", () -> assertThat(tools.run("events", "import", file.toString(), "--partitions", "12"))
				.contains(USERS + " events were imported into 12 partitions.", "from " + USERS + " events."));
			measure("found imported",
					() -> assertThat(tools.run("events", "import", file.toString())).contains("were imported before"));
		}
	}

	private static void measure(String what, Callable<?> command) throws Exception {
		long start = System.nanoTime();
		command.call();
		System.out.printf("%d events %s in %s%n", USERS, what, Duration.ofNanos(System.nanoTime() - start));
	}

	private static void registerAll(Cluster cluster) {
		long start = System.nanoTime();
		Map<String, Object> config = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers,
				ProducerConfig.LINGER_MS_CONFIG, 20, ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(),
				new StringSerializer())) {
			for (int i = 0; i < USERS; i++) {
				String email = "user" + i + "@example.com";
				producer.send(new ProducerRecord<>("user-commands", email, """
						{"command_id":"c%d","user_id":"01M8%022d","username":"User %d","email":"%s",\
						"registered_at":"2026-11-24T00:00:00.000Z"}""".formatted(i, i, i, email)));
			}
		}
		Awaitility.await()
			.atMost(Duration.ofMinutes(15))
			.pollInterval(Duration.ofMillis(200))
			.until(() -> cluster.api(0).users("?size=1").body().get("total").longValue() == USERS);
		System.out.printf("%d commands sent, decided and projected in %s%n", USERS,
				Duration.ofNanos(System.nanoTime() - start));
	}

	private static void settle(Cluster cluster) {
		cluster.services().forEach(ManagedProcess::awaitReady);
		// Until standbys have caught up.
		ManagedProcess.pause(Duration.ofSeconds(30));
	}

	/**
	 * Checks that pages are complete at all times.
	 */
	private static int read(UserApi api, AtomicBoolean goOn) {
		int pages = 0;
		while (goOn.get()) {
			Answer page = api.users("?size=" + PAGE);
			assertThat(page.status()).isEqualTo(200);
			assertThat(page.body().get("count").intValue()).isEqualTo(PAGE);
			assertThat(page.body().get("total").longValue()).isEqualTo(USERS);
			pages++;
		}
		return pages;
	}

	/**
	 * Returns a digest of all bytes in the tables.
	 */
	private static String digest(Cluster cluster) throws Exception {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		DriverManagerDataSource database = new DriverManagerDataSource(cluster.jdbcUrl, "enrol", "enrol");
		for (String table : new String[] { "users ORDER BY id", "projection_cursor ORDER BY topic_partition" }) {
			JdbcClient.create(database).sql("SELECT * FROM " + table).query((row) -> {
				for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
					digest.update(row.getBytes(i));
				}
			});
		}
		return HexFormat.of().formatHex(digest.digest());
	}

}
