/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.enrol.command.registration.gateway.CommandPartitions;
import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserEvents;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.JavaCommand;
import io.github.enrol.testing.TestKafka;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The event log as a file, and back, on a real broker. What services make of it is in
 * DisasterIntegrationTests of the standalone.
 */
class EventLogIntegrationTests {

	private static final int USERS = 200;

	/** With those that erase, and those that register again. */
	private static final int EVENTS = USERS + USERS / 10 + USERS / 20;

	private static final int PARTITIONS = 4;

	private static final int KILLS = 2;

	private static TestKafka kafka;

	private static EventLog log;

	private static TopicSpecs specs;

	@TempDir
	private Path directory;

	@BeforeAll
	static void start() throws Exception {
		kafka = Backends.newKafka();
		log = new EventLog(kafka.bootstrapServers());
		specs = TopicSpecs.of(log.admin(), "command-service");
	}

	@AfterAll
	static void stop() {
		log.close();
		kafka.close();
	}

	@AfterEach
	void deleteTopics() throws Exception {
		log.deleteTopics();
	}

	@Test
	void anotherClusterGetsTheSameEventsInOtherPartitions() throws Exception {
		writeEvents();
		Map<String, List<String>> events = log.events();
		assertThat(events).hasSize(USERS);
		Path file = export("events.jsonl.gz");
		Path other = export("other.jsonl", "--pseudonymise");
		log.deleteTopics();
		Tool imported = tool("events", "import", file.toString(), "--partitions", "3");
		assertThat(imported.out()).contains(EVENTS + " events were imported into 3 partitions. ",
				"restored in " + EventLog.CHANGELOG + " from " + EVENTS + " events.");
		assertThat(imported.status()).isZero();
		assertThat(log.events()).isEqualTo(events);
		assertThat(log.records(UserEvents.TOPIC)).hasSize(EVENTS).allSatisfy((record) -> {
			assertThat(record.partition()).isEqualTo(CommandPartitions.of(record.key(), 3));
			assertThat(record.headers().lastHeader(CloudEventHeaders.COMMAND_OFFSET)).isNull();
		});
		assertStates();
		assertThat(tool("topics").out()).contains("user-commands: 3 partitions", "user-events: 3 partitions",
				EventLog.CHANGELOG + ": 3 partitions");
		assertThat(tool("topics").status()).isZero();
		assertThat(tool("events", "import", file.toString()).out())
			.contains("All " + EVENTS + " events of this file were imported before");
		assertThat(tool("events", "import", other.toString()).err())
			.contains("user-events holds records that are not the first ones of this file");
		assertThat(log.records(UserEvents.TOPIC)).hasSize(EVENTS);
	}

	@Test
	void eachEventIsALineOfStandardOutputAndTheLastLineIsOneToo() throws Exception {
		writeEvents();
		Tool exported = tool("events", "export", "-");
		assertThat(exported.lines()).hasSize(EVENTS + 1)
			.allSatisfy((line) -> assertThat(EventJson.parse(line).get("specversion").stringValue()).isEqualTo("1.0"));
		assertThat(exported.err()).contains(EVENTS + " events were exported. 1 records are left out");
	}

	/** Neither an address nor a name is in it, and it can be imported like any other. */
	@Test
	void aPseudonymousCopyHasNobody() throws Exception {
		writeEvents();
		Path file = export("copy.jsonl", "--pseudonymise");
		String content = Files.readString(file).toLowerCase(Locale.ROOT);
		assertThat(content).doesNotContain("person", "example.org");
		log.deleteTopics();
		assertThat(tool("events", "import", file.toString()).status()).isZero();
		assertThat(log.events()).hasSize(USERS);
		assertStates();
	}

	@Test
	void aFileHasItsNameWhenItIsWhole() throws Exception {
		writeEvents();
		Path file = export("events.jsonl");
		assertThat(Files.list(this.directory)).containsExactly(file);
		assertThat(tool("events", "export", file.toString()).err()).contains("exists already");
		assertThat(tool("events", "export", this.directory.resolve("none/events.jsonl").toString()).err())
			.contains("cannot be written: NoSuchFileException");
	}

	@Test
	void aFileThatIsCutOrDamagedAnywhereIsRefusedBeforeAnythingIsWritten() throws Exception {
		writeEvents();
		byte[] plain = Files.readAllBytes(export("events.jsonl"));
		byte[] compressed = Files.readAllBytes(export("events.jsonl.gz"));
		log.deleteTopics();
		Random random = new Random(1);
		for (int i = 0; i < 12; i++) {
			byte[] whole = (i % 2 == 0) ? plain : compressed;
			Path file = this.directory.resolve((i % 2 == 0) ? "wrong.jsonl" : "wrong.jsonl.gz");
			// The last byte of the plain one is a line feed.
			byte[] wrong = Arrays.copyOf(whole, random.nextInt(whole.length - 1));
			if (i % 4 < 2) {
				wrong = whole.clone();
				// Neither the header of gzip nor the last line.
				int position = 10 + random.nextInt(whole.length - 500);
				wrong[position] ^= (byte) (1 << random.nextInt(7));
			}
			Files.write(file, wrong);
			Tool refused = tool("events", "import", file.toString());
			assertThat(refused.err()).as("%d", i)
				.containsAnyOf("is cut", "is damaged", "Line ", "cannot be read")
				.hasLineCount(1)
				.doesNotContain("person");
			assertThat(refused.status()).isEqualTo(1);
		}
		Path twice = this.directory.resolve("twice.jsonl");
		Files.write(twice, plain);
		Files.write(twice, plain, StandardOpenOption.APPEND);
		assertThat(tool("events", "import", twice.toString()).err()).contains("goes on after its last line");
		assertThat(log.admin().listTopics().names().get()).isEmpty();
	}

	/** SIGKILL at any point; meanwhile, no command-service accepts the topics. */
	@Test
	void anImportThatIsKilledGoesOnAndWritesNothingTwice() throws Exception {
		int count = 30_000;
		Path file = this.directory.resolve("many.jsonl");
		new EventFile(file).write((out) -> {
			EventFileWriter writer = new EventFileWriter(out);
			for (int i = 0; i < count; i++) {
				ProducerRecord<byte[], byte[]> record = EventLog.registered(i, PARTITIONS, i);
				writer.write(new LoggedEvent(EventLog.address(i), attributes(record), record.value()));
			}
			writer.end();
		});
		Random random = new Random(20);
		List<Integer> found = new ArrayList<>();
		for (int i = 0; i < KILLS; i++) {
			Process process = start("events", "import", file.toString(), "--partitions", "3");
			// The markers of the transaction that was killed are records, too.
			long before = log.end(UserEvents.TOPIC) + 10;
			Awaitility.await()
				.pollInterval(Duration.ofMillis(10))
				.until(() -> log.end(UserEvents.TOPIC) > before || !process.isAlive());
			process.waitFor(random.nextInt(500), TimeUnit.MILLISECONDS);
			process.destroyForcibly().waitFor();
			if (process.exitValue() != 0) {
				assertThat(tool("topics").out()).contains("is being restored, which has not ended");
			}
			found.add(log.records(UserEvents.TOPIC).size());
		}
		assertThat(tool("events", "import", file.toString()).status()).isZero();
		System.out.printf("Killed after %s of %d events%n", found, count);
		assertThat(log.records(UserEvents.TOPIC)).hasSize(count)
			.extracting((record) -> new String(record.key(), StandardCharsets.UTF_8))
			.doesNotHaveDuplicates();
		assertThat(log.states()).hasSize(count).doesNotContainValue(null);
		assertThat(tool("topics").status()).isZero();
	}

	@Test
	void onlyAnEmptyClusterIsImportedInto() throws Exception {
		writeEvents();
		Path file = export("events.jsonl");
		// These have positions of another cluster.
		assertThat(tool("events", "import", file.toString()).err()).contains("user-events holds records");
		log.deleteTopics();
		log.create(2, specs.commands());
		assertThat(tool("events", "import", file.toString(), "--partitions", "3").err())
			.contains("user-commands exist, and have not all 3 partitions");
		log.producer().beginTransaction();
		log.producer().send(new ProducerRecord<>(CommandRecords.COMMANDS_TOPIC, new byte[1], new byte[1]));
		log.producer().commitTransaction();
		assertThat(tool("events", "import", file.toString()).err()).contains("user-commands holds records");
		assertThat(log.admin().listTopics().names().get()).containsExactly(CommandRecords.COMMANDS_TOPIC);
	}

	/** What is as old as most events would be deleted at once. */
	@ParameterizedTest
	@CsvSource({ UserEvents.TOPIC + ", retention.ms", EventLog.CHANGELOG + ", cleanup.policy" })
	void aTopicThatDeletesWithTimeIsNeitherImportedIntoNorRestored(String topic, String setting) throws Exception {
		writeEvents();
		Path file = export("events.jsonl");
		log.delete(UserEvents.TOPIC);
		log.create(List.of(new NewTopic(topic, PARTITIONS, (short) 1)));
		if (!topic.equals(UserEvents.TOPIC)) {
			log.create(PARTITIONS, specs.events());
		}
		Set<String> topics = log.admin().listTopics().names().get();
		for (String[] command : new String[][] { { "restore-registrations" },
				{ "events", "import", file.toString() } }) {
			assertThat(tool(command).err()).contains("The topic " + topic + " has " + setting + "=",
					"Set it by: topics --repair " + topic + "/" + setting);
		}
		assertThat(log.admin().listTopics().names().get()).isEqualTo(topics);
		assertThat(log.records(UserEvents.TOPIC)).isEmpty();
		assertThat(tool("topics", "--repair", topic + "/" + setting).status()).isZero();
		assertThat(tool("events", "import", file.toString()).status()).isZero();
		assertStates();
	}

	@Test
	void nothingIsWrittenWhileACommandServiceRuns() throws Exception {
		writeEvents();
		Path file = export("events.jsonl");
		try (KafkaConsumer<byte[], byte[]> service = new KafkaConsumer<>(
				Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "command-service"),
				new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			service.subscribe(List.of(UserEvents.TOPIC));
			Awaitility.await().until(() -> {
				service.poll(Duration.ofMillis(100));
				return !service.assignment().isEmpty();
			});
			for (String[] command : new String[][] { { "restore-registrations" },
					{ "events", "import", file.toString() } }) {
				assertThat(tool(command).err()).contains("has 1 members: stop all command-services first");
			}
		}
	}

	@Test
	void aChangelogThatIsLostIsRestoredWithThePositionsOfItsCommands() throws Exception {
		writeEvents();
		// Empty, as a service may have created it.
		log.create(PARTITIONS, specs.changelog());
		assertThat(tool("restore-registrations").out())
			.contains("from " + EVENTS + " events. 1 records are left out, which are no events.");
		assertStates();
		assertThat(log.states().get(EventLog.address(1))).containsPattern("\"command_offset\":\\d+}");
		assertThat(tool("topics").status()).isZero();
		assertThat(tool("restore-registrations").err()).contains("holds records, so it is not lost");
		log.delete(EventLog.CHANGELOG);
		assertThat(tool("restore-registrations").status()).isZero();
		assertStates();
	}

	/** Which a command-service has left that was killed. */
	@Test
	void theRestoreWaitsForAnOpenTransaction() throws Exception {
		writeEvents();
		log.producer().beginTransaction();
		log.producer().send(EventLog.registered(USERS, PARTITIONS, 10_000)).get();
		CompletableFuture<Tool> restored = CompletableFuture.supplyAsync(() -> tool("restore-registrations"),
				(task) -> new Thread(task).start());
		Awaitility.await().until(() -> log.admin().listTopics().names().get().contains(EventLog.CHANGELOG));
		log.producer().commitTransaction();
		assertThat(restored.get().out()).contains("from " + (EVENTS + 1) + " events");
		assertThat(log.states()).containsKey(EventLog.address(USERS));
	}

	@Test
	void whatWouldBeRestoredWronglyIsRefused() throws Exception {
		writeEvents();
		ProducerRecord<byte[], byte[]> later = EventLog.registered(USERS, PARTITIONS, 10_000);
		later.headers()
			.remove(CloudEventHeaders.TYPE)
			.add(CloudEventHeaders.TYPE, "io.github.enrol.later.v1".getBytes(StandardCharsets.UTF_8));
		log.producer().beginTransaction();
		log.producer().send(later);
		log.producer().commitTransaction();
		assertThat(tool("restore-registrations").err()).contains("has the type io.github.enrol.later.v1");
		assertThat(tool("topics").out()).contains("is being restored, which has not ended");
		log.deleteTopics();
		log.create(PARTITIONS, specs.events());
		log.write(USERS, PARTITIONS);
		log.admin().createPartitions(Map.of(UserEvents.TOPIC, NewPartitions.increaseTo(PARTITIONS + 1))).all().get();
		assertThat(tool("restore-registrations").err())
			.contains("belongs to another partition: the topic was enlarged");
	}

	/**
	 * With a record that is no event, and an aborted one.
	 */
	private void writeEvents() throws Exception {
		log.create(PARTITIONS, specs.events());
		KafkaProducer<byte[], byte[]> producer = log.producer();
		producer.beginTransaction();
		producer.send(new ProducerRecord<>(UserEvents.TOPIC, new byte[1], new byte[1]));
		producer.commitTransaction();
		log.write(USERS, PARTITIONS);
		producer.beginTransaction();
		producer.send(EventLog.registered(USERS, PARTITIONS, 10_000)).get();
		producer.abortTransaction();
	}

	/**
	 * Each address is taken by its last user, or free.
	 */
	private static void assertStates() {
		Map<String, String> states = log.states();
		Set<String> free = new HashSet<>();
		Map<String, List<String>> events = log.events();
		events.forEach((key, ofKey) -> {
			String last = ofKey.get(ofKey.size() - 1);
			if (last.contains("user-erased")) {
				free.add(key);
				assertThat(states).containsEntry(key, null);
			}
			else {
				assertThat(states.get(key)).contains(EventJson.parse(last).get("subject").stringValue(),
						"\"command_id\":\"\"");
			}
		});
		assertThat(states).hasSameSizeAs(events);
		assertThat(free).hasSize(USERS / 20);
	}

	private Path export(String name, String... options) {
		Path file = this.directory.resolve(name);
		Tool exported = tool(Stream.concat(Stream.of("events", "export", file.toString()), Stream.of(options))
			.toArray(String[]::new));
		assertThat(exported.out()).contains(EVENTS + " events were exported.");
		assertThat(exported.status()).isZero();
		return file;
	}

	private static Map<String, String> attributes(ProducerRecord<byte[], byte[]> record) {
		Map<String, String> attributes = new LinkedHashMap<>();
		record.headers()
			.forEach((header) -> attributes.put(header.key().equals(CloudEventHeaders.CONTENT_TYPE)
					? LoggedEvent.CONTENT_TYPE : header.key().substring(3),
					new String(header.value(), StandardCharsets.UTF_8)));
		return attributes;
	}

	private static Process start(String... arguments) throws IOException {
		List<String> command = JavaCommand.of("-cp", System.getProperty("java.class.path"),
				ToolsApplication.class.getName());
		command.addAll(List.of(arguments));
		command.addAll(List.of("--bootstrap-server", kafka.bootstrapServers()));
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private static Tool tool(String... arguments) {
		return Tool.run(Stream.concat(Stream.of(arguments), Stream.of("--bootstrap-server", kafka.bootstrapServers()))
			.toArray(String[]::new));
	}

}
