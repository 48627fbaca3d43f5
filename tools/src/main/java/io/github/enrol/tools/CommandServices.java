/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.util.List;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * The instances that decide commands: the members of the group of Kafka Streams.
 */
final class CommandServices {

	private final Admin admin;

	private final String group;

	CommandServices(Admin admin, String group) {
		this.admin = admin;
		this.group = group;
	}

	/**
	 * Refuses if one runs. After a kill, it is a member for some seconds more.
	 */
	void requireStopped() throws InterruptedException, ExecutionException {
		int members = members();
		if (members > 0) {
			throw new RefusedException(
					"The group " + this.group + " has " + members + " members: stop all command-services first.");
		}
	}

	private int members() throws InterruptedException, ExecutionException {
		try {
			return this.admin.describeConsumerGroups(List.of(this.group))
				.all()
				.get()
				.values()
				.stream()
				.mapToInt((description) -> description.members().size())
				.sum();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof GroupIdNotFoundException) {
				return 0;
			}
			throw ex;
		}
	}

}
