/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.events;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The record is a CloudEvent whose {@code ce_type} this version of the contract does not
 * know: a later version may have added it. Consumers skip such an event; for a broken one
 * a plain {@link SerializationException} is thrown.
 */
public final class UnknownEventTypeException extends SerializationException {

	private static final long serialVersionUID = 1L;

	private final String type;

	UnknownEventTypeException(String type) {
		super("the event type " + type + " is not known here");
		this.type = type;
	}

	/**
	 * Returns the event's {@code ce_type}: 1 to 255 ASCII letters, digits and {@code . _
	 * : / -}, so that it may be logged.
	 */
	public String type() {
		return this.type;
	}

}
