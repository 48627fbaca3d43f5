/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.query.readmodel;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import io.github.enrol.events.Timestamps;
import io.github.enrol.events.UserName;

/**
 * The order of a list of users. Those whose keys are equal are in the order of their ids.
 */
public enum UserOrder {

	/** By descending id. */
	ID {

		@Override
		public String key(UserView user) {
			return "";
		}

		@Override
		public boolean isKey(String text) {
			return text.isEmpty();
		}

	},

	/** By descending time of registration. */
	TIME {

		@Override
		public String key(UserView user) {
			return user.createdAt().toString();
		}

		@Override
		public boolean isKey(String text) {
			try {
				return Timestamps.isInRange(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
			}
			catch (DateTimeException ex) {
				return false;
			}
		}

	},

	/** By name, without regard to case and accents. */
	NAME {

		@Override
		public String key(UserView user) {
			return user.name();
		}

		@Override
		public boolean isKey(String text) {
			return text.codePointCount(0, text.length()) <= UserName.MAX_LENGTH;
		}

	};

	/**
	 * Returns what determines a user's place, beside the id.
	 */
	public abstract String key(UserView user);

	/**
	 * Returns whether a user may have this key.
	 */
	public abstract boolean isKey(String text);

	/**
	 * Returns the user's place in a list of this order.
	 */
	public UserPlace place(UserView user) {
		return new UserPlace(key(user), user.id());
	}

}
