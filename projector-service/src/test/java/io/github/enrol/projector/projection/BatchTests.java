/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.projector.projection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.enrol.events.CloudEventHeaders;
import io.github.enrol.events.UserErased;
import io.github.enrol.events.UserEventSerializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import io.github.enrol.projector.projection.ProjectionCursor.Move;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a batch parses records and moves the cursor.
 */
class BatchTests {

	private static final String ID = "01KAS3T8R5Y9M2V7QX4Z000001";

	private static final String JSON = """
			{"user_id": "%s", "username": "%s", "email": "%s", "registered_at": "%s"}""";

	@Test
	void anEventBecomesARow() {
		ConsumerRecord<String, byte[]> record = registered(2, 7, 5L);
		assertThat(read(record).rows()).containsExactly(new UserRow(record, ID, "Zoë", "Zoe@Example.com",
				"zoe@example.com", LocalDateTime.parse("2026-11-23T12:00:00.123")));
		assertThat(read(record).rejected()).isEmpty();
		assertThat(read(record).skipped()).isZero();
	}

	@Test
	void aTombstoneRemovesTheUserInItsPlace() {
		ConsumerRecord<String, byte[]> first = registered(0, 7, 5L);
		ConsumerRecord<String, byte[]> erasure = erased(0, 8, "zoe@example.com", ID);
		ConsumerRecord<String, byte[]> second = registered(0, 9, 7L);
		Batch batch = read(first, erasure, second);
		assertThat(batch.changes()).extracting(UserChange::record).containsExactly(first, erasure, second);
		assertThat(batch.changes().get(1))
			.isEqualTo(new ErasedUser(erasure, ID, "zoe@example.com", LocalDateTime.parse("2026-11-27T12:00:00.123")));
		assertThat(batch.rows()).hasSize(2);
		assertThat(batch.moves()).containsExactly(new Move(0, 0, 10, 7, 2));
		assertThat(batch.rejected()).isEmpty();
		assertThat(batch.skipped()).isZero();
	}

	@Test
	void aTombstoneThatNamesNobodyIsRejected() {
		assertThat(flaw(erased(0, 0, "k", "nobody"))).hasValue("ce_subject is not a ULID in upper case");
		assertThat(flaw(erased(0, 0, null, ID))).hasValue("the record has no key");
		assertThat(flaw(record(0, 0, "k", null, new RecordHeaders()))).hasValue("the header ce_type is missing");
	}

	@Test
	void aPositionIsReachedWithoutRecordsWhereCompactionHasRemovedThem() {
		Batch batch = Batch.read(List.of(List.of(registered(0, 7, 5L))), Map.of(0, 2L, 1, 50L), Map.of(0, 12L, 1, 60L));
		assertThat(batch.moves()).containsExactly(new Move(0, 2, 12, 5, 1), new Move(1, 50, 60, -1, 0));
		assertThat(batch.next()).isEqualTo(Map.of(0, 12L, 1, 60L));
		assertThat(Batch.read(List.of(), Map.of(1, 50L), Map.of(1, 60L)).isEmpty()).isFalse();
	}

	@Test
	void partitionsMovePastTheirLastRecordInAscendingOrder() {
		Batch batch = Batch.read(
				List.of(List.of(registered(2, 7, 5L), registered(2, 9, 6L)), List.of(registered(0, 3, 1L))),
				Map.of(0, 2L, 1, 50L, 2, 6L));
		assertThat(batch.moves()).containsExactly(new Move(0, 2, 4, 1, 1), new Move(2, 6, 10, 6, 2));
		assertThat(batch.next()).isEqualTo(Map.of(0, 4L, 2, 10L));
		assertThat(batch.isEmpty()).isFalse();
	}

	@Test
	void positionsDoNotChangeWithLaterReads() {
		Map<Integer, Long> positions = new HashMap<>(Map.of(0, 0L));
		Batch batch = Batch.read(List.of(List.of(registered(0, 0, 0L))), positions);
		positions.put(0, 100L);
		assertThat(batch.moves()).containsExactly(new Move(0, 0, 1, 0, 1));
	}

	@Test
	void aBatchWithoutRecordsIsEmpty() {
		Batch batch = Batch.read(List.of(), Map.of());
		assertThat(batch.isEmpty()).isTrue();
		assertThat(batch.moves()).isEmpty();
		assertThat(batch.next()).isEmpty();
	}

	@Test
	void theLastAnsweredCommandCounts() {
		assertThat(move(registered(0, 0, null)).commandOffset()).isEqualTo(-1);
		assertThat(move(registered(0, 0, 5L), registered(0, 1, null)).commandOffset()).isEqualTo(5);
		assertThat(move(registered(0, 0, 0L)).commandOffset()).isZero();
		assertThat(move(registered(0, 0, 5L), broken(0, 1, 6L), unknown(0, 2, 7L)).commandOffset()).isEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-3", "1e3", "9999999999999999999999", " 7", "" })
	void anInvalidCommandOffsetIsIgnored(String offset) {
		ConsumerRecord<String, byte[]> record = registered(0, 0, null);
		record.headers().add(CloudEventHeaders.COMMAND_OFFSET, offset.getBytes(StandardCharsets.UTF_8));
		assertThat(move(record).commandOffset()).isEqualTo(-1);
		assertThat(read(record).rows()).hasSize(1);
	}

	@Test
	void anEventOfAnotherTypeIsSkippedAndTheCursorMovesOn() {
		Batch batch = read(registered(0, 0, 5L), unknown(0, 1, 6L));
		assertThat(batch.skipped()).isEqualTo(1);
		assertThat(batch.rejected()).isEmpty();
		assertThat(batch.moves()).containsExactly(new Move(0, 0, 2, 6, 1));
		assertThat(Batch.change(unknown(0, 1, 6L))).isEmpty();
	}

	/** The worked example of docs/events.md, read by a projector of before. */
	@Test
	void aLogOfTheNextReleaseStopsNothing() throws IOException {
		Path golden = Path.of("../user-events/src/test/resources/golden");
		Path imagined = golden.resolveSibling("versioning");
		Batch batch = read(published(0, golden.resolve("user-registered.v1.headers"), golden),
				published(1, golden.resolve("user-registered.v1.sequence.headers"), golden),
				published(2, golden.resolve("user-registered.v1.sequence.headers"),
						imagined.resolve("user-registered.v2.json")),
				published(3, imagined.resolve("user-registered.v2.headers"), imagined),
				published(4, imagined.resolve("user-renamed.v1.headers"), imagined));
		assertThat(batch.rows()).hasSize(3).extracting(UserRow::name).containsOnly("Zoë Test");
		assertThat(batch.skipped()).isEqualTo(2);
		assertThat(batch.rejected()).isEmpty();
		assertThat(batch.moves()).containsExactly(new Move(0, 0, 5, 57, 3));
	}

	/**
	 * Reads a golden event.
	 * @param value its file, or the directory where it is named like that of the headers
	 */
	private static ConsumerRecord<String, byte[]> published(long offset, Path headers, Path value) throws IOException {
		Headers read = new RecordHeaders();
		for (String line : Files.readAllLines(headers)) {
			String[] header = line.split("=", 2);
			read.add(header[0], header[1].getBytes(StandardCharsets.UTF_8));
		}
		String name = headers.getFileName().toString().replaceAll("(\\.sequence)?\\.headers$", ".json");
		Path file = Files.isDirectory(value) ? value.resolve(name) : value;
		return record(0, offset, "zoe.test@example.com", Files.readAllBytes(file), read);
	}

	@Test
	void anEventThatCannotBeReadIsRejectedAndTheCursorMovesOn() {
		ConsumerRecord<String, byte[]> broken = broken(0, 1, 6L);
		Batch batch = read(registered(0, 0, 5L), broken);
		assertThat(batch.rejected()).singleElement().satisfies((rejected) -> {
			assertThat(rejected.record()).isSameAs(broken);
			assertThat(rejected.reason()).isInstanceOf(SerializationException.class);
		});
		assertThat(batch.skipped()).isZero();
		assertThat(batch.moves()).containsExactly(new Move(0, 0, 2, 6, 1));
	}

	@Test
	void eventsRefusedByTheDatabaseAreNeitherWrittenNorCounted() {
		ConsumerRecord<String, byte[]> good = registered(0, 0, 1L);
		ConsumerRecord<String, byte[]> refused = registered(0, 1, 2L);
		ConsumerRecord<String, byte[]> broken = broken(0, 3, 4L);
		Batch batch = read(good, refused, unknown(0, 2, 3L), broken);
		Rejected reason = new Rejected(refused, new IllegalStateException());
		Batch left = batch.reject(List.of(reason));
		assertThat(left.rows()).extracting(UserRow::record).containsExactly(good);
		assertThat(left.rejected()).hasSize(2).endsWith(reason).startsWith(batch.rejected().get(0));
		assertThat(left.skipped()).isEqualTo(1);
		assertThat(left.moves()).containsExactly(new Move(0, 0, 4, 4, 1));
		assertThat(batch.rows()).hasSize(2);
		assertThat(batch.rejected()).hasSize(1);
	}

	@Test
	void anEventWithoutAKeyIsRejected() {
		assertThat(flaw(record(null, json(ID, "A", "a@b.example", "2026-11-23T12:00:00.123Z"))))
			.hasValue("the record has no key");
	}

	@Test
	void theKeyIsTheRecordsOwnWhateverTodaysRule() {
		ConsumerRecord<String, byte[]> record = record("Another key",
				json(ID, "A", "a@b.example", "2026-11-23T12:00:00.123Z"));
		assertThat(read(record).rows()).extracting(UserRow::emailKey).containsExactly("Another key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "42", "01KAS3T8R5Y9M2V7QX4Z00001", "01kas3t8r5y9m2v7qx4z000001",
			"01KAS3T8R5Y9M2V7QX4Z00000U", "81KAS3T8R5Y9M2V7QX4Z000001", "01KAS3T8R5Y9M2V7QX4Z000001 " })
	void anIdThatIsNoUlidIsRejected(String id) {
		assertThat(flaw(record("k", json(id, "A", "a@b.example", "2026-11-23T12:00:00.123Z"))))
			.hasValue("user_id is not a ULID in upper case");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1969-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z",
			"0000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z" })
	void aTimeThatCannotBeStoredOrShownIsRejected(String time) {
		assertThat(flaw(record("k", json(ID, "A", "a@b.example", time))))
			.hasValue("registered_at is not within the years 1970 to 9999");
	}

	@ParameterizedTest
	@CsvSource({ "1970-01-01T00:00:00Z, 1970-01-01T00:00", "2026-11-23T12:00:00.9999Z, 2026-11-23T12:00:00.999",
			"9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999",
			"2026-11-23T12:00:00+01:00, 2026-11-23T11:00:00" })
	void aTimeIsCutToWholeMilliseconds(String time, LocalDateTime createdAt) {
		assertThat(read(record("k", json(ID, "A", "a@b.example", time))).rows()).extracting(UserRow::createdAt)
			.containsExactly(createdAt);
	}

	@Test
	void textsAreLimitedToTheirColumnsInCodePoints() {
		String time = "2026-11-23T12:00:00.123Z";
		assertThat(flaw(record("😀".repeat(254), json(ID, "😀".repeat(100), "😀".repeat(254), time)))).isEmpty();
		assertThat(flaw(record("k", json(ID, "n".repeat(101), "a@b.example", time))))
			.hasValue("username is longer than 100 characters");
		// A database would cut it silently.
		assertThat(flaw(record("k", json(ID, "n".repeat(100) + " ", "a@b.example", time))))
			.hasValue("username is longer than 100 characters");
		assertThat(flaw(record("k", json(ID, "A", "a".repeat(255), time))))
			.hasValue("email is longer than 254 characters");
		assertThat(flaw(record("k".repeat(255), json(ID, "A", "a@b.example", time))))
			.hasValue("the record's key is longer than 254 characters");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\ud800", "a\\udfff", "\\udbff\\u0041", "\\udc00\\ud800" })
	void aLoneSurrogateIsRejected(String text) {
		assertThat(flaw(record("k", json(ID, text, "a@b.example", "2026-11-23T12:00:00.123Z"))))
			.hasValue("username has a surrogate that stands alone");
		assertThat(flaw(record("k", json(ID, "A", text, "2026-11-23T12:00:00.123Z"))))
			.hasValue("email has a surrogate that stands alone");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\ud83d\\ude00", "\\u0000", "\\ue000", "\\ud7ff" })
	void whateverCanBeStoredIsAccepted(String text) {
		assertThat(flaw(record("k", json(ID, text, text, "2026-11-23T12:00:00.123Z")))).isEmpty();
	}

	private static Optional<String> flaw(ConsumerRecord<String, byte[]> record) {
		return read(record).rejected().stream().map((rejected) -> rejected.reason().getMessage()).findFirst();
	}

	@SafeVarargs
	private static Move move(ConsumerRecord<String, byte[]>... records) {
		return read(records).moves().get(0);
	}

	@SafeVarargs
	private static Batch read(ConsumerRecord<String, byte[]>... records) {
		return Batch.read(List.of(new ArrayList<>(Arrays.asList(records))), Map.of(0, 0L, 2, 0L));
	}

	private static ConsumerRecord<String, byte[]> registered(int partition, long offset, @Nullable Long command) {
		return registered(partition, offset, ID, command);
	}

	static ConsumerRecord<String, byte[]> registered(int partition, long offset, String id, @Nullable Long command) {
		Headers headers = new RecordHeaders();
		if (command != null) {
			CloudEventHeaders.commandOffset(headers, command);
		}
		byte[] value = new UserEventSerializer().serialize(UserEvents.TOPIC, headers,
				new UserRegistered(id, "Zoë", "Zoe@Example.com", Instant.parse("2026-11-23T12:00:00.123Z")));
		return record(partition, offset, "zoe@example.com", value, headers);
	}

	static ConsumerRecord<String, byte[]> erased(int partition, long offset, @Nullable String key, String id) {
		Headers headers = new RecordHeaders();
		byte[] value = new UserEventSerializer().serialize(UserEvents.TOPIC, headers,
				new UserErased(id, Instant.parse("2026-11-27T12:00:00.123Z")));
		return record(partition, offset, key, value, headers);
	}

	private static ConsumerRecord<String, byte[]> unknown(int partition, long offset, long command) {
		ConsumerRecord<String, byte[]> record = registered(partition, offset, command);
		record.headers()
			.remove(CloudEventHeaders.TYPE)
			.add(CloudEventHeaders.TYPE, "io.github.enrol.user-renamed.v1".getBytes(StandardCharsets.UTF_8));
		return record;
	}

	private static ConsumerRecord<String, byte[]> broken(int partition, long offset, long command) {
		ConsumerRecord<String, byte[]> record = registered(partition, offset, command);
		return record(partition, offset, record.key(), "broken".getBytes(StandardCharsets.UTF_8), record.headers());
	}

	private static ConsumerRecord<String, byte[]> record(@Nullable String key, String json) {
		return record(0, 0, key, json.getBytes(StandardCharsets.UTF_8), registered(0, 0, null).headers());
	}

	private static ConsumerRecord<String, byte[]> record(int partition, long offset, @Nullable String key,
			byte @Nullable [] value, Headers headers) {
		return new ConsumerRecord<>(UserEvents.TOPIC, partition, offset, 0, TimestampType.CREATE_TIME,
				ConsumerRecord.NULL_SIZE, ConsumerRecord.NULL_SIZE, key, value, headers, Optional.empty());
	}

	private static String json(String id, String username, String email, String time) {
		return JSON.formatted(id, username, email, time);
	}

}
