package io.github.enrol.events;

import org.apache.kafka.common.errors.SerializationException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of record values. Properties that a reader does not know are passed over, so
 * that a later writer may add optional ones.
 */
public final class RecordJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.addModule(Timestamps.jacksonModule())
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private RecordJson() {
	}

	public static byte[] write(Object value) {
		return MAPPER.writeValueAsBytes(value);
	}

	/**
	 * Reads a value.
	 * @throws SerializationException if the bytes are not a valid one; the message says
	 * why and repeats none of the content, which may be personal, so that it may be
	 * logged
	 */
	public static <T> T read(byte[] json, Class<T> type) {
		try {
			T value = MAPPER.readValue(json, type);
			if (value == null) {
				throw new SerializationException("the value is null");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw new SerializationException("the value is not a " + type.getSimpleName() + ": " + reason(ex));
		}
	}

	/**
	 * Jackson's own message quotes what it read.
	 */
	private static String reason(JacksonException ex) {
		if (ex.getCause() instanceof NullPointerException missing) {
			return missing.getMessage();
		}
		return ex.getClass().getSimpleName() + " at line " + ex.getLocation().getLineNr() + ", column "
				+ ex.getLocation().getColumnNr();
	}

}
