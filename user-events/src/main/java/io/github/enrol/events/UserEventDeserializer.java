package io.github.enrol.events;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads an event of any published version, told apart by the header {@code ce_type}.
 * <p>
 * What is not an event is a {@link SerializationException} whose message names the reason
 * and no content, so that it may be logged.
 */
public final class UserEventDeserializer implements Deserializer<UserEvent> {

	@Override
	public UserEvent deserialize(String topic, byte[] data) {
		throw new SerializationException("an event is read together with its headers");
	}

	@Override
	public UserEvent deserialize(String topic, Headers headers, byte[] data) {
		String ceType = CloudEventHeaders.text(headers, CloudEventHeaders.TYPE);
		UserEventType type = UserEventType.of(ceType);
		if (type == null) {
			throw new SerializationException(
					(ceType != null) ? "the header ce_type names no type known here" : "the header ce_type is missing");
		}
		if (data == null) {
			throw new SerializationException("the record has no value");
		}
		return RecordJson.read(data, type.payload);
	}

}
