/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.events.Timestamps;
import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.testing.WholeTopic;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No record blocks an instance: each is decided or set aside, and the next one follows.
 */
class DeadLetterIntegrationTests {

	private static final int RECORDS = Integer.getInteger("poison.records", 600);

	private static final long SEED = Long.getLong("poison.seed", 16);

	@RegisterExtension
	private static final CommandServiceExtension main = new CommandServiceExtension();

	private static KafkaProducer<byte[], byte[]> producer;

	@BeforeAll
	static void connect() {
		producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, main.kafka().bootstrapServers(),
				ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 << 20, ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip"),
				new ByteArraySerializer(), new ByteArraySerializer());
	}

	@AfterAll
	static void close() {
		producer.close();
	}

	@Test
	void validCommandsAreDecidedAndAllOtherRecordsSetAside() throws Exception {
		Random random = new Random(SEED);
		Set<String> good = new HashSet<>();
		Set<String> bad = new HashSet<>();
		for (int i = 0; i < RECORDS; i++) {
			String email = "record" + i + "@example.com";
			if (random.nextInt(3) == 0) {
				send(withHeaders(command(email, Command.of(email), null), random));
				good.add(email);
			}
			else {
				Function<String, ProducerRecord<byte[], byte[]>> poison = POISON.get(random.nextInt(POISON.size()));
				bad.add(position(send(withHeaders(poison.apply(email), random))));
			}
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(events("record")).containsExactlyInAnyOrderElementsOf(good));
		assertThat(CommandServiceExtension.register(main.instance(), "after@example.com")).isEqualTo(201);
		Awaitility.await()
			.untilAsserted(() -> assertThat(letters().stream().map(DeadLetterIntegrationTests::origin).toList())
				.containsAll(bad)
				.doesNotHaveDuplicates());
		assertThat(letters())
			.allSatisfy((letter) -> assertThat(header(letter, "message")).isNotEmpty().doesNotContain("@example.com"));
		MeterRegistry meters = main.instance().getBean(MeterRegistry.class);
		assertThat(meters.get("registration.dead.letters").counter().count()).isEqualTo(letters().size());
		assertThat(meters.get("kafka.stream.failed.stream.threads").functionCounter().count()).isZero();
	}

	@Test
	void oneAddressHasOneKey() throws Exception {
		for (String key : List.of("Four@Example.com", " four@example.com", "FOUR@EXAMPLE.COM", "four@example.com")) {
			send(command(key, Command.of("Four@Example.com"), null));
		}
		Awaitility.await().untilAsserted(() -> assertThat(events("four")).containsExactly("four@example.com"));
		assertThat(letters().stream()
			.filter((letter) -> new String(letter.value(), StandardCharsets.UTF_8).contains("Four@Example.com")))
			.hasSize(3);
	}

	/** Each produces a record that cannot be decided. */
	private static final List<Function<String, ProducerRecord<byte[], byte[]>>> POISON = List.of(
			(email) -> record(null, email, bytes(Command.of(email).json())),
			(email) -> record(bytes(email), email, null), (email) -> record(bytes(email), email, new byte[0]),
			(email) -> record(bytes(email), email, bytes("{\"poison\":")),
			(email) -> record(bytes(email), email, bytes("null")),
			(email) -> record(bytes(email), email, bytes("[".repeat(100_000))),
			(email) -> record(bytes(email), email, new byte[6 << 20]),
			(email) -> record(bytes(email), email, Command.of(email).json().getBytes(StandardCharsets.UTF_16)),
			(email) -> record(new byte[] { (byte) 0xFF, '@', 'a', '.', 'd', 'e' }, email,
					bytes(Command.of("\uFFFD@a.de").json())),
			(email) -> record(new byte[900_000], email, bytes(Command.of(email).json())),
			// Kafka permits records without a timestamp, but its own producer writes
			// none.
			(email) -> new ProducerRecord<>("user-commands", bytes(email), bytes(Command.of(email).json())) {
				@Override
				public Long timestamp() {
					return -1L;
				}
			}, (email) -> new ProducerRecord<>("user-commands", bytes(email), bytes("no timestamp, no command")) {
				@Override
				public Long timestamp() {
					return -1L;
				}
			}, (email) -> command(email, Command.of(email).at("1969-12-31T23:59:59.000Z"), null),
			(email) -> command(email, Command.of(email).at("+10000-01-01T00:00:00Z"), null),
			(email) -> command(email, Command.of(email).at("+292278995-01-01T00:00:00Z"), null),
			(email) -> command(email, Command.of(email).at("+1000000000-12-31T23:59:59.999999999Z"), null),
			(email) -> command(email, Command.of(email).at("-1000000000-01-01T00:00:00Z"), null),
			(email) -> command(email,
					Command.of(email).at(Timestamps.format(java.time.Instant.now().plus(Duration.ofHours(2)))), null),
			(email) -> command(email, Command.of(email).at("2026-01-01T00:00:00.000000001Z"), null),
			(email) -> command(email, Command.of(email).userId("1"), null),
			(email) -> command(email, Command.of(email).userId("01kas3t8r5y9m2v7qx4zb6n1cd"), null),
			(email) -> command(email, Command.of(email).commandId(""), null),
			(email) -> command(email, Command.of(email).commandId("k".repeat(256)), null),
			(email) -> command(email, Command.of(email).commandId("\\ud800"), null),
			(email) -> command(email, Command.of(email).username(" "), null),
			(email) -> command(email, Command.of(email).username("\\u0000"), null),
			(email) -> command(email, Command.of(email).username("\\ud800"), null),
			(email) -> command(email, Command.of(email).username("x".repeat(100_000)), null),
			(email) -> command("other" + email, Command.of(email), null),
			(email) -> command("no address", Command.of("no address"), null),
			(email) -> command(email, Command.of(email), foreignPartition(email)));

	private static ProducerRecord<byte[], byte[]> record(byte[] key, String email, byte[] value) {
		return new ProducerRecord<>("user-commands", key, value);
	}

	private static ProducerRecord<byte[], byte[]> command(String key, Command command, Integer partition) {
		return new ProducerRecord<>("user-commands", partition, bytes(key), bytes(command.json()));
	}

	/**
	 * As chosen by a client with another partitioner.
	 */
	private static int foreignPartition(String email) {
		return (org.apache.kafka.common.utils.Utils
			.toPositive(org.apache.kafka.common.utils.Utils.murmur2(bytes(email))) + 1) % 4;
	}

	/**
	 * Headers do not affect decisions.
	 */
	private static ProducerRecord<byte[], byte[]> withHeaders(ProducerRecord<byte[], byte[]> record, Random random) {
		for (String name : List.of("kafka_correlationId", "kafka_replyPartition", "kafka_replyTopic", "",
				"__streams.errors.message")) {
			byte[] value = switch (random.nextInt(6)) {
				case 0 -> null;
				case 1 -> new byte[0];
				case 2 -> new byte[] { -1, -1, -1, -1 };
				case 3 -> new byte[16];
				case 4 -> new byte[100_000];
				default -> bytes("nonsense");
			};
			if (random.nextInt(3) == 0) {
				record.headers().add(name, value);
			}
		}
		return record;
	}

	private static RecordMetadata send(ProducerRecord<byte[], byte[]> record) throws Exception {
		return producer.send(record).get();
	}

	private static List<String> events(String prefix) {
		return WholeTopic.read(main.kafka().bootstrapServers(), UserEvents.TOPIC, new UserEventDeserializer())
			.stream()
			.map(ConsumerRecord::key)
			.filter((key) -> key.startsWith(prefix))
			.toList();
	}

	private static List<ConsumerRecord<String, byte[]>> letters() {
		return WholeTopic.read(main.kafka().bootstrapServers(), "user-commands.dlt", new ByteArrayDeserializer());
	}

	private static String position(RecordMetadata record) {
		return record.partition() + ":" + record.offset();
	}

	private static String origin(ConsumerRecord<?, ?> letter) {
		return header(letter, "partition") + ":" + header(letter, "offset");
	}

	private static String header(ConsumerRecord<?, ?> letter, String name) {
		return new String(letter.headers().lastHeader("__streams.errors." + name).value(), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * A command as typed by an operator.
	 */
	private record Command(String commandId, String userId, String username, String email, String registeredAt) {

		static Command of(String email) {
			return new Command("key", UlidCreator.getUlid().toString(), "User", email, "2026-01-01T00:00:00.000Z");
		}

		Command at(String time) {
			return new Command(this.commandId, this.userId, this.username, this.email, time);
		}

		Command userId(String id) {
			return new Command(this.commandId, id, this.username, this.email, this.registeredAt);
		}

		Command commandId(String id) {
			return new Command(id, this.userId, this.username, this.email, this.registeredAt);
		}

		Command username(String name) {
			return new Command(this.commandId, this.userId, name, this.email, this.registeredAt);
		}

		String json() {
			return """
					{"command_id":"%s","user_id":"%s","username":"%s","email":"%s","registered_at":"%s"}"""
				.formatted(this.commandId, this.userId, this.username, this.email, this.registeredAt);
		}

	}

}
