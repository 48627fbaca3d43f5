package io.github.enrol.events;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an event of any published version, told apart by the header {@code ce_type}.
 * Properties that it does not know are passed over, so that a version may gain optional
 * ones.
 * <p>
 * What is not an event is a {@link SerializationException} whose message names the reason
 * and no content, so that it may be logged.
 */
public final class UserEventDeserializer implements Deserializer<UserEvent> {

	private final JsonMapper mapper = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

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
		try {
			UserEvent event = this.mapper.readValue(data, type.payload);
			if (event == null) {
				throw new SerializationException("the value is null");
			}
			return event;
		}
		catch (JacksonException ex) {
			throw new SerializationException("the value is not a " + type.ceType + ": " + reason(ex));
		}
	}

	/**
	 * Jackson's own message quotes the source, which is personal data.
	 */
	private static String reason(JacksonException ex) {
		if (ex.getCause() instanceof NullPointerException missing) {
			return missing.getMessage();
		}
		return ex.getClass().getSimpleName() + " at line " + ex.getLocation().getLineNr() + ", column "
				+ ex.getLocation().getColumnNr();
	}

}
