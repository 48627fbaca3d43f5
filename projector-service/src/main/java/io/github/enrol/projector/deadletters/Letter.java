package io.github.enrol.projector.deadletters;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.support.KafkaHeaders;

/**
 * A dead letter, without what is personal.
 *
 * @param partition of {@code user-events.dlt}
 * @param offset in that partition
 * @param writtenAt when it was dead-lettered
 * @param eventPartition where the event is in {@code user-events}
 * @param eventOffset in that partition
 * @param type the class of the exception
 * @param reason in words, if they quote nothing
 */
record Letter(int partition, long offset, Instant writtenAt, int eventPartition, long eventOffset, String type,
		@Nullable String reason) {

	/**
	 * Reads a letter.
	 * @return empty if the record is none
	 */
	static Optional<Letter> of(ConsumerRecord<?, ?> record) {
		Headers headers = record.headers();
		byte[] partition = value(headers, KafkaHeaders.DLT_ORIGINAL_PARTITION);
		byte[] offset = value(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET);
		String type = text(headers, KafkaHeaders.DLT_EXCEPTION_FQCN);
		if (partition == null || partition.length != Integer.BYTES || offset == null || offset.length != Long.BYTES
				|| type == null) {
			return Optional.empty();
		}
		// Other messages may quote a row.
		String reason = type.equals(SerializationException.class.getName())
				? text(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE) : null;
		return Optional.of(new Letter(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()),
				ByteBuffer.wrap(partition).getInt(), ByteBuffer.wrap(offset).getLong(), type, reason));
	}

	private static @Nullable String text(Headers headers, String name) {
		byte[] value = value(headers, name);
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : null;
	}

	private static byte @Nullable [] value(Headers headers, String name) {
		Header header = headers.lastHeader(name);
		return (header != null) ? header.value() : null;
	}

}
