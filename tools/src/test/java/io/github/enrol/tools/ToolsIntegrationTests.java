/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.streams.CommandDeadLetters;
import io.github.enrol.command.registration.streams.RegistrationTopology;
import io.github.enrol.embedded.Ports;
import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.deadletters.Letter;
import io.github.enrol.kafka.topics.TopicSpec;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.TestTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Walks the procedures of docs/operations.md with the topology of the command-service on
 * a real broker.
 */
class ToolsIntegrationTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String COMMANDS = CommandRecords.COMMANDS_TOPIC;

	private static final String LETTERS = Letter.COMMANDS_TOPIC;

	@TempDir
	private static Path directory;

	private static TestKafka kafka;

	private static Admin admin;

	private static KafkaProducer<String, String> producer;

	private static KafkaStreams streams;

	@BeforeAll
	static void start() throws Exception {
		kafka = Backends.newKafka();
		Map<String, Object> configs = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
		admin = Admin.create(configs);
		producer = new KafkaProducer<>(configs, new StringSerializer(), new StringSerializer());
		TestTopics.create(admin,
				Stream
					.of(TopicSpec.commands(COMMANDS, (short) 1, Duration.ofDays(7)),
							TopicSpec.events(UserEvents.TOPIC, (short) 1, Duration.ofDays(7), Duration.ofDays(7)),
							TopicSpec.deadLetters(LETTERS, (short) 1, Duration.ofDays(30)),
							TopicSpec.replies(CommandRecords.REPLIES_TOPIC, (short) 1, Duration.ofMinutes(5)))
					.map((topic) -> topic.newTopic(1))
					.toList());
		Properties config = new Properties();
		config.put(StreamsConfig.APPLICATION_ID_CONFIG, "command-service");
		config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
		config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
		config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
		config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
		config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
		config.put(StreamsConfig.topicPrefix("max.compaction.lag.ms"), "604800000");
		config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, CommandDeadLetters.class);
		streams = new KafkaStreams(RegistrationTopology.addTo(new Topology(),
				RegistrationTopology.processor((correlationId, reply) -> false)), config);
		streams.start();
	}

	@AfterAll
	static void stop() {
		streams.close(Duration.ofSeconds(10));
		producer.close();
		admin.close();
		kafka.close();
	}

	@Test
	void eventsAreShownWithTheirHeadersAndNoGroupIsLeft() throws Exception {
		send("zoe@example.org", command("zoe@example.org", "Zoë"));
		Awaitility.await().until(() -> events("zoe@example.org").size() == 1);
		assertThat(tool("consume").out()).contains("  zoe@example.org\n",
				"\n    ce_type: io.github.enrol.user-registered.v1\n", "\"username\":\"Zoë\"");
		JsonNode event = events("zoe@example.org").get(0);
		assertThat(event.at("/headers/ce_specversion").stringValue()).isEqualTo("1.0");
		assertThat(event.at("/value/email").stringValue()).isEqualTo("zoe@example.org");
		assertThat(admin.listGroups().all().get()).map(GroupListing::groupId).containsOnly("command-service");
	}

	@Test
	void followingGoesOnWithWhatIsWrittenLater() throws Exception {
		send("a@example.org", command("a@example.org", "A"));
		String offset = Long.toString(send("b@example.org", command("b@example.org", "B")).offset());
		CompletableFuture<Tool> follower = CompletableFuture.supplyAsync(() -> tool("consume", COMMANDS, "--json",
				"--follow", "--partition", "0", "--offset", offset, "--max", "2"));
		send("c@example.org", command("c@example.org", "C"));
		assertThat(follower.get().lines()).map((line) -> JSON.readTree(line).get("key").stringValue())
			.hasSize(2)
			.startsWith("b@example.org");
	}

	@Test
	void aLetterIsListedWithoutContentAndReplayedOnce() throws Exception {
		RecordMetadata wrong = send("Ada@example.org", command("ada@example.org", "Ada"));
		Tool letters = letters(wrong);
		assertThat(letters.out())
			.contains("from user-commands 0 " + wrong.offset() + ": the key must be the normalised email",
					"user-events.dlt: no such topic yet")
			.doesNotContain("ada@example.org");
		String letter = letterOf(wrong);
		assertThat(tool("replay", LETTERS, "0", letter).out()).contains(": it registered the user 01")
			.endsWith(".\n")
			.doesNotContain("already");
		assertThat(tool("replay", LETTERS, "0", letter).out()).contains("already before, and nothing changed");
		assertThat(tool("replay", COMMANDS, "0", Long.toString(wrong.offset())).out()).contains("already before");
		assertThat(events("ada@example.org")).hasSize(1);
	}

	@Test
	void aWrongCommandIsRefusedUntilItIsCorrected() throws Exception {
		RecordMetadata wrong = send("bob@example.org", "{\"username\":\" \",\"email\":\"bob@example.org\"}");
		letters(wrong);
		String letter = letterOf(wrong);
		long end = tool("consume", COMMANDS, "--json").lines().count();
		Tool refused = tool("replay", LETTERS, "0", letter);
		assertThat(refused.status()).isEqualTo(1);
		assertThat(refused.err()).contains("Nothing was written", "username must not be blank");
		assertThat(tool("consume", COMMANDS, "--json").lines()).hasSize((int) end);
		Path corrected = Files.writeString(directory.resolve("corrected.json"),
				"{\"username\":\"Bob\",\"email\":\"Bob@example.org\"}");
		String[] replay = { "replay", LETTERS, "0", letter, "--value", corrected.toString() };
		assertThat(tool(replay).out()).contains("it registered the user").doesNotContain("already");
		assertThat(tool(replay).out()).contains("already before");
		Files.writeString(corrected, "{\"username\":\"Other\",\"email\":\"Bob@example.org\"}");
		assertThat(tool(replay).out()).contains("its command_id registered the address already, with other data");
		Files.writeString(corrected, "{\"username\":\"Other\",\"email\":\"Bob@example.org\",\"command_id\":\"other\"}");
		assertThat(tool(replay).out()).contains("its address belongs to another registration, and nothing changed");
		assertThat(events("bob@example.org")).hasSize(1);
	}

	@Test
	void whatIsNoLetterIsNotReplayed() throws Exception {
		long offset = producer.send(new ProducerRecord<>(LETTERS, "key", "value")).get().offset();
		assertThat(tool("replay", LETTERS, "0", Long.toString(offset)).err())
			.contains("no letter of the command-service");
		assertThat(tool("replay", LETTERS, "0", "99999").err())
			.contains("Partition 0 of user-commands.dlt has the offsets 0 to ");
		assertThat(tool("replay", LETTERS, "7", "0").err()).contains("has the partitions 0 to 0");
		assertThat(tool("replay", UserEvents.TOPIC, "0", "0").status()).isEqualTo(2);
		assertThat(tool("replay", UserEvents.DEAD_LETTER_TOPIC, "0", "0", "--projector",
				"http://127.0.0.1:" + Ports.free())
			.err()).contains("No projector-service can be connected to");
	}

	@Test
	void topicsAreComparedAndRepaired() throws Exception {
		Awaitility.await().until(() -> tool("topics").status() == 0);
		assertThat(tool("topics").out())
			.contains("user-events: 1 partitions", "user-events.dlt: does not exist yet",
					"command-service-registrations-changelog: 1 partitions", "Commands to be decided: ")
			.doesNotContain("The topic ");
		admin
			.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, COMMANDS),
					List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "3600000"), AlterConfigOp.OpType.SET))))
			.all()
			.get();
		Awaitility.await().until(() -> tool("topics").status() == 1);
		assertThat(tool("topics").out()).contains("user-commands has retention.ms=3600000 instead of at least 86400000",
				"topics --repair user-commands/retention.ms");
		assertThat(tool("topics", "--repair", "user-commands/retention.bytes").err()).contains("Nothing of the name");
		assertThat(tool("topics", "--repair", "user-commands/retention.ms").out()).contains("is set to 604800000");
		Awaitility.await().until(() -> tool("topics").status() == 0);
	}

	/** What is before the skipped command may be undecided too, and answered. */
	@Test
	void aSkippedCommandIsKeptAndTheOthersAreDecided() throws Exception {
		TopicPartition partition = new TopicPartition(COMMANDS, 0);
		List<RecordMetadata> written = new ArrayList<>();
		for (String name : List.of("before", "skipped", "after")) {
			written.add(send(name + "@example.net", command(name + "@example.net", name)));
		}
		long offset = written.get(1).offset();
		assertThat(skip(offset, "command-service").err()).contains("has 1 members: stop all command-services first");
		admin.alterConsumerGroupOffsets("stuck", Map.of(partition, new OffsetAndMetadata(written.get(0).offset())))
			.all()
			.get();
		Tool skipped = skip(offset, "stuck");
		assertThat(skipped.out()).contains("The command at offset " + offset);
		assertThat(JSON.readTree(Files.readString(directory.resolve("skipped.json"))).get("key").stringValue())
			.isEqualTo("skipped@example.net");
		long next = admin.listConsumerGroupOffsets("stuck")
			.partitionsToOffsetAndMetadata()
			.get()
			.get(partition)
			.offset();
		assertThat(next).isGreaterThan(written.get(2).offset());
		assertThat(tool("consume", COMMANDS, "--json", "--partition", "0", "--offset", Long.toString(next)).lines())
			.map((line) -> JSON.readTree(line).get("key").stringValue())
			.filteredOn((key) -> key.endsWith("@example.net"))
			.containsExactly("before@example.net", "after@example.net");
		assertThat(skip(offset, "stuck").err()).contains("The command was decided before");
	}

	@Test
	void whatCannotBeDoneIsSaidInOneSentence() {
		Tool unreachable = Tool.run("consume", "--bootstrap-server", "127.0.0.1:" + Ports.free());
		assertThat(unreachable.status()).isEqualTo(1);
		assertThat(unreachable.err()).contains("cannot be connected to: Connection refused").hasLineCount(1);
		assertThat(tool("consume", "nothing").err()).isEqualTo("There is no topic nothing.\n");
		assertThat(tool("consume", "--offset", "3").status()).isEqualTo(2);
		assertThat(Tool.run("--help").out()).contains("consume", "dead-letters", "replay", "topics", "skip", "events",
				"restore-registrations");
	}

	private static Tool skip(long offset, String group) {
		return tool("skip", "0", Long.toString(offset), "--application-id", group, "--copy",
				directory.resolve("skipped.json").toString());
	}

	private static Tool letters(RecordMetadata command) {
		return Awaitility.await()
			.until(() -> tool("dead-letters"),
					(letters) -> letters.out().contains("from user-commands 0 " + command.offset() + ": "));
	}

	private static String letterOf(RecordMetadata command) {
		return tool("dead-letters").lines()
			.filter((line) -> line.contains("from user-commands 0 " + command.offset() + ": "))
			.map((line) -> line.split(" ")[2])
			.findFirst()
			.orElseThrow();
	}

	private static List<JsonNode> events(String key) {
		return tool("consume", "--json").lines()
			.map(JSON::readTree)
			.filter((event) -> event.get("key").stringValue().equals(key))
			.toList();
	}

	private static RecordMetadata send(String key, String value) throws Exception {
		return producer.send(new ProducerRecord<>(COMMANDS, key, value)).get();
	}

	private static String command(String email, String name) {
		return """
				{"command_id":"key","user_id":"%s","username":"%s","email":"%s","registered_at":"2026-01-01T00:00:00.000Z"}"""
			.formatted(com.github.f4b6a3.ulid.UlidCreator.getUlid(), name, email);
	}

	private static Tool tool(String... arguments) {
		return Tool.run(Stream.concat(Stream.of(arguments), Stream.of("--bootstrap-server", kafka.bootstrapServers()))
			.toArray(String[]::new));
	}

}
