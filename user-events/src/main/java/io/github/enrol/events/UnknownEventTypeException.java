package io.github.enrol.events;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The record is a CloudEvent, but its {@code ce_type} is none of those that this version
 * of the contract knows: a later version may have added it. Consumers pass over such an
 * event; one that is broken is a {@link SerializationException} of no subclass.
 */
public final class UnknownEventTypeException extends SerializationException {

	private static final long serialVersionUID = 1L;

	private final String type;

	UnknownEventTypeException(String type) {
		super("the event type " + type + " is not known here");
		this.type = type;
	}

	/**
	 * The event's {@code ce_type}: 1 to 255 ASCII letters, digits and {@code . _ : / -},
	 * so that it may be logged.
	 */
	public String type() {
		return this.type;
	}

}
