/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

import io.github.enrol.command.registration.EraseUser;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.UserCommand;
import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.gateway.DecisionRules;
import io.github.enrol.command.registration.gateway.LocalReplies;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.gateway.UnknownRulesException;
import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserErased;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistrationTopologyTests {

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");

	private static final RegisterUser ZOE = new RegisterUser("key-1", "01KAS3T8R5Y9M2V7QX4ZB6N1CD", "Zoë",
			"Zoe@example.com", NOON);

	@TempDir
	private Path stateDirectory;

	private TopologyTestDriver driver;

	private TestInputTopic<byte[], byte[]> commands;

	private TestOutputTopic<String, UserEvent> events;

	private TestOutputTopic<String, RegistrationReply> replies;

	private TestOutputTopic<byte[], byte[]> deadLetters;

	/** Correlation ids of this process's requests. */
	private final Set<String> ownRequests = new HashSet<>();

	private final List<RegistrationReply> handedOver = new ArrayList<>();

	private final Counter counter = new SimpleMeterRegistry().counter("dead.letters");

	@BeforeEach
	void startTopology() {
		Properties config = new Properties();
		config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
		config.put(StreamsConfig.STATE_DIR_CONFIG, this.stateDirectory.toString());
		config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, CommandDeadLetters.class);
		config.put(CommandDeadLetters.COUNTER_CONFIG, this.counter);
		this.driver = new TopologyTestDriver(topology(this::handOver), config);
		this.commands = this.driver.createInputTopic(CommandRecords.COMMANDS_TOPIC, new ByteArraySerializer(),
				new ByteArraySerializer());
		this.events = this.driver.createOutputTopic(UserEvents.TOPIC, new StringDeserializer(),
				UserEvents.serde().deserializer());
		this.replies = this.driver.createOutputTopic(CommandRecords.REPLIES_TOPIC, new StringDeserializer(),
				CommandRecords.REPLY_SERDE.deserializer());
		this.deadLetters = this.driver.createOutputTopic(RegistrationTopics.COMMANDS_DEAD_LETTER,
				new ByteArrayDeserializer(), new ByteArrayDeserializer());
	}

	private static Topology topology(LocalReplies localReplies) {
		return RegistrationTopology.addTo(new Topology(), RegistrationTopology.processor(localReplies));
	}

	private boolean handOver(byte[] correlationId, RegistrationReply reply) {
		return this.ownRequests.contains(new String(correlationId, StandardCharsets.UTF_8))
				&& this.handedOver.add(reply);
	}

	@AfterEach
	void stopTopology() {
		this.driver.close();
	}

	@Test
	void isFrozen() throws IOException {
		String golden = Files.readString(Path.of("src/test/resources/golden/topology.txt"));
		assertThat(topology((id, reply) -> false).describe()).hasToString(golden);
	}

	@Test
	void anAcceptedCommandBecomesAnEventAndAReply() {
		send("zoe@example.com", ZOE, "the-request-0001");
		TestRecord<String, UserEvent> event = this.events.readRecord();
		assertThat(event.key()).isEqualTo("zoe@example.com");
		assertThat(event.value())
			.isEqualTo(new UserRegistered("01KAS3T8R5Y9M2V7QX4ZB6N1CD", "Zoë", "Zoe@example.com", NOON));
		assertThat(event.getRecordTime()).isEqualTo(NOON);
		assertThat(CloudEventHeaders.commandOffset(event.headers())).hasValue(0);
		assertThat(CloudEventHeaders.sequence(event.headers())).hasValue(1);
		TestRecord<String, RegistrationReply> reply = this.replies.readRecord();
		assertThat(reply.value())
			.isEqualTo(new RegistrationReply(Outcome.REGISTERED, "01KAS3T8R5Y9M2V7QX4ZB6N1CD", 0, 0));
		assertThat(correlation(reply.headers())).isEqualTo("the-request-0001");
	}

	@Test
	void aReplyToARequestOfThisProcessIsHandedOverAndNotWritten() {
		this.ownRequests.add("the-request-0001");
		send("zoe@example.com", ZOE, "the-request-0001");
		assertThat(this.handedOver)
			.containsExactly(new RegistrationReply(Outcome.REGISTERED, "01KAS3T8R5Y9M2V7QX4ZB6N1CD", 0, 0));
		assertThat(this.replies.isEmpty()).isTrue();
		assertThat(this.events.readRecordsToList()).hasSize(1);
		send("zoe@example.com", ZOE, "the-request-0002");
		assertThat(this.handedOver).hasSize(1);
		assertThat(this.replies.readRecordsToList()).hasSize(1);
	}

	@Test
	void theHeadersBetweenInstancesAreNotPublished() {
		send("zoe@example.com", ZOE, "the-request-0001");
		assertThat(this.events.readRecord().headers())
			.allMatch((header) -> header.key().startsWith("ce_") || header.key().equals("content-type"));
	}

	@Test
	void aRejectedCommandBecomesAReplyOnly() {
		send("zoe@example.com", ZOE, "the-request-0001");
		send("zoe@example.com", new RegisterUser("key-2", "01KAS3T8R5Y9M2V7QX4ZB6N1CE", "A", "zoe@example.com", NOON),
				"the-request-0002");
		assertThat(this.events.readRecordsToList()).hasSize(1);
		assertThat(this.replies.readRecordsToList()).extracting((reply) -> reply.value().outcome())
			.containsExactly(Outcome.REGISTERED, Outcome.EMAIL_ALREADY_REGISTERED);
	}

	@Test
	void anErasureBecomesATombstoneAndAReplyAndForgetsTheAddress() {
		send("zoe@example.com", ZOE, "the-request-0001");
		send("zoe@example.com", new EraseUser("e", ZOE.userId(), "zoe@example.com", NOON), "the-request-0002");
		assertThat(this.driver.getKeyValueStore(RegistrationTopology.STORE).get("zoe@example.com")).isNull();
		this.events.readRecord();
		TestRecord<String, UserEvent> event = this.events.readRecord();
		assertThat(event.key()).isEqualTo("zoe@example.com");
		assertThat(event.value()).isEqualTo(new UserErased(ZOE.userId(), NOON));
		assertThat(event.getRecordTime()).isEqualTo(NOON);
		assertThat(CloudEventHeaders.commandOffset(event.headers())).hasValue(1);
		assertThat(CloudEventHeaders.sequence(event.headers())).hasValue(2);
		assertThat(this.replies.readRecordsToList()).last()
			.satisfies((reply) -> assertThat(reply.value())
				.isEqualTo(new RegistrationReply(Outcome.ERASED, ZOE.userId(), 0, 1)));
		send("zoe@example.com", ZOE, "the-request-0003");
		assertThat(CloudEventHeaders.sequence(this.events.readRecord().headers())).hasValue(1);
	}

	/** Compaction removes only what has a record without a value after it. */
	@Test
	void theTombstoneHasNoValue() {
		TestOutputTopic<byte[], byte[]> records = this.driver.createOutputTopic(UserEvents.TOPIC,
				new ByteArrayDeserializer(), new ByteArrayDeserializer());
		send("zoe@example.com", ZOE, "the-request-0001");
		send("zoe@example.com", new EraseUser("e", ZOE.userId(), "zoe@example.com", NOON), "the-request-0002");
		assertThat(records.readRecordsToList()).extracting(TestRecord::value)
			.satisfiesExactly((registration) -> assertThat(registration).isNotEmpty(),
					(erasure) -> assertThat(erasure).isNull());
	}

	@Test
	void anErasureOfAnotherUserChangesNothing() {
		send("zoe@example.com", ZOE, "the-request-0001");
		send("zoe@example.com", new EraseUser("e", "01KAS3T8R5Y9M2V7QX4ZB6N1CE", "zoe@example.com", NOON),
				"the-request-0002");
		assertThat(this.events.readRecordsToList()).hasSize(1);
		assertThat(this.driver.getKeyValueStore(RegistrationTopology.STORE).get("zoe@example.com")).isNotNull();
		assertThat(this.replies.readRecordsToList()).extracting((reply) -> reply.value().outcome())
			.containsExactly(Outcome.REGISTERED, Outcome.USER_NOT_FOUND);
	}

	@Test
	void aRetryIsPointedToTheCommandThatWasAccepted() {
		send("other@example.com", with("other@example.com"), "the-request-0000");
		send("zoe@example.com", ZOE, "the-request-0001");
		send("zoe@example.com", ZOE, "the-request-0002");
		assertThat(this.replies.readRecordsToList()).extracting((reply) -> reply.value().commandOffset())
			.containsExactly(0L, 1L, 1L);
	}

	@Test
	void addressesAreIndependent() {
		send("zoe@example.com", ZOE, "the-request-0001");
		send("zora@example.com", with("zora@example.com"), "the-request-0002");
		assertThat(this.events.readRecordsToList()).hasSize(2);
	}

	@Test
	void aCommandWithoutAWaitingRequestIsDecidedToo() {
		this.commands.pipeInput(new TestRecord<>(bytes("zoe@example.com"),
				CommandRecords.COMMAND_SERDE.serializer().serialize("", ZOE)));
		assertThat(this.events.readRecordsToList()).hasSize(1);
		assertThat(this.replies.isEmpty()).isTrue();
	}

	@Test
	void anInvalidRecordIsADeadLetterAndTheNextOneIsDecided() {
		this.commands.pipeInput(bytes("zoe@example.com"), bytes("{\"command_id\":\"k\"}"));
		this.commands.pipeInput(bytes("zoe@example.com"), bytes("not json"));
		this.commands.pipeInput(bytes("zoe@example.com"), (byte[]) null);
		this.commands.pipeInput((byte[]) null, CommandRecords.COMMAND_SERDE.serializer().serialize("", ZOE));
		send("zoe@example.com", ZOE, "the-request-0001");
		assertThat(this.events.readRecordsToList()).hasSize(1);
		assertThat(this.deadLetters.readRecordsToList()).hasSize(4)
			.allSatisfy((letter) -> assertThat(letter.headers().lastHeader("__streams.errors.message").value())
				.isNotEmpty());
	}

	@Test
	void aCommandThatBreaksTheRulesIsADeadLetterUnchangedWithItsReason() {
		send("Zoe@example.com", ZOE, "the-request-0001");
		send("zoe@example.com", ZOE, "the-request-0002");
		TestRecord<byte[], byte[]> letter = this.deadLetters.readRecord();
		assertThat(letter.key()).asString(StandardCharsets.UTF_8).isEqualTo("Zoe@example.com");
		assertThat(letter.value()).isEqualTo(CommandRecords.COMMAND_SERDE.serializer().serialize("", ZOE));
		assertThat(correlation(letter.headers())).isEqualTo("the-request-0001");
		assertThat(text(letter.headers(), "__streams.errors.message"))
			.isEqualTo("the key must be the normalised email");
		assertThat(text(letter.headers(), "__streams.errors.exception")).endsWith(".UndecidableCommandException");
		assertThat(text(letter.headers(), "__streams.errors.topic")).isEqualTo("user-commands");
		assertThat(text(letter.headers(), "__streams.errors.partition")).isEqualTo("0");
		assertThat(text(letter.headers(), "__streams.errors.offset")).isEqualTo("0");
		assertThat(this.counter.count()).isEqualTo(1);
		assertThat(this.events.readRecordsToList()).hasSize(1);
		assertThat(this.replies.readRecordsToList()).extracting((reply) -> correlation(reply.headers()))
			.containsExactly("the-request-0002");
	}

	@Test
	void aVersionOfTheRulesThatIsNoneMakesADeadLetter() {
		for (byte[] version : List.of(new byte[0], new byte[3], new byte[Integer.BYTES], new byte[] { -1, 0, 0, 0 })) {
			this.commands.pipeInput(new TestRecord<>("zoe@example.com".getBytes(StandardCharsets.UTF_8),
					CommandRecords.COMMAND_SERDE.serializer().serialize("", ZOE),
					new RecordHeaders().add("rules-version", version), NOON));
		}
		assertThat(this.deadLetters.readRecordsToList()).hasSize(4);
		assertThat(this.events.isEmpty()).isTrue();
	}

	@Test
	void aCommandOfNewerRulesIsNeitherDecidedNorADeadLetter() {
		Headers headers = new RecordHeaders();
		DecisionRules.demand(headers, DecisionRules.newest() + 1);
		assertThatThrownBy(() -> this.commands.pipeInput(new TestRecord<>(new byte[] { -1 },
				"of another format".getBytes(StandardCharsets.UTF_8), headers, NOON)))
			.hasRootCauseInstanceOf(UnknownRulesException.class);
		assertThat(this.deadLetters.isEmpty()).isTrue();
	}

	@Test
	void aTooLargeLetterHoldsOnlyThePosition() {
		byte[] large = new byte[CommandDeadLetters.MAX_SIZE + 1];
		this.commands.pipeInput(bytes("zoe@example.com"), large);
		Headers headers = new RecordHeaders().add("large", large);
		this.commands.pipeInput(new TestRecord<>(bytes("zoe@example.com"), bytes("not json"), headers));
		assertThat(this.deadLetters.readRecordsToList()).hasSize(2).allSatisfy((letter) -> {
			assertThat(letter.value()).isNull();
			assertThat(letter.headers().toArray()).hasSize(5);
			assertThat(text(letter.headers(), "__streams.errors.message")).contains("too large to be kept here");
		}).extracting((letter) -> text(letter.headers(), "__streams.errors.offset")).containsExactly("0", "1");
	}

	@Test
	void aCorrelationIdOfAnotherLengthGetsNoReply() {
		send("zoe@example.com", ZOE, "x".repeat(1_000_000));
		assertThat(this.events.readRecordsToList()).hasSize(1);
		assertThat(this.replies.isEmpty()).isTrue();
	}

	private static RegisterUser with(String email) {
		return new RegisterUser("key-1", "01KAS3T8R5Y9M2V7QX4ZB6N1CD", "Zoë", email, NOON);
	}

	private void send(String key, UserCommand command, String correlation) {
		Headers headers = new RecordHeaders();
		headers.add(KafkaHeaders.CORRELATION_ID, bytes(correlation));
		headers.add(KafkaHeaders.REPLY_TOPIC, bytes(CommandRecords.REPLIES_TOPIC));
		headers.add(KafkaHeaders.REPLY_PARTITION, ByteBuffer.allocate(Integer.BYTES).putInt(7).array());
		byte[] value = CommandRecords.COMMAND_SERDE.serializer().serialize("", command);
		this.commands.pipeInput(new TestRecord<>(bytes(key), value, headers));
	}

	private static String correlation(Headers headers) {
		return text(headers, KafkaHeaders.CORRELATION_ID);
	}

	private static String text(Headers headers, String name) {
		return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
