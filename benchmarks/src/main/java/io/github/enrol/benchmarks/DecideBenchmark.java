/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import io.github.enrol.command.registration.CommandRules;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.Registration;
import io.github.enrol.command.registration.RegistrationDecider;
import io.github.enrol.command.registration.RegistrationDecision;
import io.github.enrol.command.registration.UserCommand;
import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.streams.RegistrationTopology;
import io.github.enrol.command.registration.streams.StateRecords;
import io.github.enrol.events.EmailAddress;
import io.github.enrol.events.UserEvent;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.util.FileSystemUtils;

/**
 * The parts of a decision, in operations per millisecond.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class DecideBenchmark {

	private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");

	private static final byte[] REPLY_PARTITION = ByteBuffer.allocate(Integer.BYTES).array();

	private final RegisterUser command = new RegisterUser("01KDW2P1Z0ZZZZZZZZZZZZZZZZ", "01KDW2P1Z0YYYYYYYYYYYYYYYY",
			"Ada Lovelace", "Ada.Lovelace@Example.org", TIME);

	private final UserEvent event = new UserRegistered(this.command.userId(), this.command.username(),
			this.command.email(), TIME);

	private final Registration state = RegistrationDecider.evolve((UserRegistered) this.event, this.command, 42);

	private final RegistrationReply reply = new RegistrationReply(Outcome.REGISTERED, this.command.userId(), 1, 42);

	private final Headers eventHeaders = new RecordHeaders();

	private final Serde<UserEvent> events = UserEvents.serde();

	private final byte[] commandBytes = CommandRecords.COMMAND_SERDE.serializer().serialize("", this.command);

	private final byte[] stateBytes = StateRecords.SERDE.serializer().serialize("", this.state);

	private final byte[] replyBytes = CommandRecords.REPLY_SERDE.serializer().serialize("", this.reply);

	private final byte[] eventBytes = this.events.serializer().serialize("", this.eventHeaders, this.event);

	@Benchmark
	public EmailAddress normaliseAddress() {
		return EmailAddress.of("Ada.Lovelace@Example.org");
	}

	@Benchmark
	public Registration decideAndEvolveNew() {
		RegistrationDecision decision = RegistrationDecider.decide(this.command, null);
		return decision.fold((accepted) -> RegistrationDecider.evolve(accepted.event(), this.command, 42),
				(erased) -> this.state, (repeated) -> this.state, (rejected) -> this.state);
	}

	/**
	 * What each command costs because the processor trusts no writer (ADR 15).
	 */
	@Benchmark
	public @Nullable String checkRules() {
		return CommandRules.flaw("ada.lovelace@example.org", this.command, TIME);
	}

	@Benchmark
	public RegistrationDecision decideRepeated() {
		return RegistrationDecider.decide(this.command, this.state);
	}

	@Benchmark
	public byte[] writeCommand() {
		return CommandRecords.COMMAND_SERDE.serializer().serialize("", this.command);
	}

	@Benchmark
	public UserCommand readCommand() {
		return CommandRecords.COMMAND_SERDE.deserializer().deserialize("", this.commandBytes);
	}

	@Benchmark
	public byte[] writeState() {
		return StateRecords.SERDE.serializer().serialize("", this.state);
	}

	@Benchmark
	public Registration readState() {
		return StateRecords.SERDE.deserializer().deserialize("", this.stateBytes);
	}

	@Benchmark
	public byte[] writeEvent() {
		return this.events.serializer().serialize("", new RecordHeaders(), this.event);
	}

	@Benchmark
	public UserEvent readEvent() {
		return this.events.deserializer().deserialize("", this.eventHeaders, this.eventBytes);
	}

	@Benchmark
	public byte[] writeReply() {
		return CommandRecords.REPLY_SERDE.serializer().serialize("", this.reply);
	}

	@Benchmark
	public RegistrationReply readReply() {
		return CommandRecords.REPLY_SERDE.deserializer().deserialize("", this.replyBytes);
	}

	/**
	 * A new address through the processor, from the bytes of its command, which are
	 * written here too, with a store in memory that holds bytes.
	 */
	@Benchmark
	public void processor(Actor actor) {
		actor.register(this.command);
	}

	/**
	 * A new address through the whole topology. The test driver commits after each
	 * record, which flushes RocksDB to the disk: that is what is measured here.
	 */
	@Benchmark
	public void topology(Driver driver) {
		driver.register(this.command);
	}

	private static RegisterUser withEmail(RegisterUser command, String email) {
		return new RegisterUser(command.commandId(), command.userId(), command.username(), email,
				command.registeredAt());
	}

	private static Headers headers() {
		Headers headers = new RecordHeaders();
		headers.add(KafkaHeaders.CORRELATION_ID, new byte[16]);
		headers.add(KafkaHeaders.REPLY_PARTITION, REPLY_PARTITION);
		return headers;
	}

	/**
	 * Runs the processor in this thread.
	 */
	@State(Scope.Thread)
	@SuppressWarnings("NullAway.Init")
	public static class Actor {

		private MockProcessorContext<String, Object> context;

		private Processor<byte[], byte[], String, Object> processor;

		private long sent;

		@Setup(Level.Iteration)
		public void start() {
			this.context = new MockProcessorContext<>();
			this.processor = RegistrationTopology.processor((id, reply) -> false).get();
			KeyValueStore<String, Registration> store = Stores
				.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(RegistrationTopology.STORE), Serdes.String(),
						StateRecords.SERDE)
				.withLoggingDisabled()
				.build();
			store.init(this.context.getStateStoreContext(), store);
			this.context.addStateStore(store);
			this.processor.init(this.context);
		}

		void register(RegisterUser command) {
			this.context.setRecordMetadata(CommandRecords.COMMANDS_TOPIC, 0, this.sent);
			String email = "user" + this.sent++ + "@example.org";
			byte[] value = CommandRecords.COMMAND_SERDE.serializer().serialize("", withEmail(command, email));
			this.processor
				.process(new Record<>(email.getBytes(StandardCharsets.UTF_8), value, TIME.toEpochMilli(), headers()));
			this.context.resetForwards();
		}

	}

	/**
	 * Runs the topology in this thread, with its store on disk and without a broker.
	 */
	@State(Scope.Thread)
	@SuppressWarnings("NullAway.Init")
	public static class Driver {

		private Path directory;

		private TopologyTestDriver driver;

		private TestInputTopic<String, UserCommand> commands;

		private TestOutputTopic<byte[], byte[]> events;

		private TestOutputTopic<byte[], byte[]> replies;

		private long sent;

		@Setup
		public void start() throws IOException {
			this.directory = Files.createTempDirectory("decide");
			Properties config = new Properties();
			config.put(StreamsConfig.STATE_DIR_CONFIG, this.directory.toString());
			config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
			this.driver = new TopologyTestDriver(
					RegistrationTopology.addTo(new Topology(), RegistrationTopology.processor((id, reply) -> false)),
					config);
			this.commands = this.driver.createInputTopic(CommandRecords.COMMANDS_TOPIC, new StringSerializer(),
					CommandRecords.COMMAND_SERDE.serializer());
			this.events = output(UserEvents.TOPIC);
			this.replies = output(CommandRecords.REPLIES_TOPIC);
		}

		private TestOutputTopic<byte[], byte[]> output(String topic) {
			return this.driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
		}

		void register(RegisterUser command) {
			String email = "user" + this.sent++ + "@example.org";
			this.commands.pipeInput(new TestRecord<>(email, withEmail(command, email), headers(), TIME));
			// What comes out would else be kept.
			this.events.readRecord();
			this.replies.readRecord();
		}

		@TearDown
		public void stop() throws IOException {
			this.driver.close();
			FileSystemUtils.deleteRecursively(this.directory);
		}

	}

}
