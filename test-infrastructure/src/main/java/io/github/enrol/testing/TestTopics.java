/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.testing;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

import static org.awaitility.Awaitility.await;

/**
 * Topics that a test creates and deletes. A controller answers before the brokers know:
 * these methods return when a broker lists what there is.
 */
public final class TestTopics {

	private TestTopics() {
	}

	public static void create(Admin admin, NewTopic... topics) throws ExecutionException, InterruptedException {
		create(admin, List.of(topics));
	}

	public static void create(Admin admin, Collection<NewTopic> topics)
			throws ExecutionException, InterruptedException {
		List<String> names = topics.stream().map(NewTopic::name).toList();
		admin.createTopics(topics).all().get();
		await().until(() -> names(admin).containsAll(names));
	}

	public static void delete(Admin admin, Collection<String> names) throws ExecutionException, InterruptedException {
		admin.deleteTopics(names).all().get();
		await().until(() -> Collections.disjoint(names(admin), names));
	}

	public static void deleteAll(Admin admin) throws ExecutionException, InterruptedException {
		delete(admin, names(admin));
	}

	private static Set<String> names(Admin admin) throws ExecutionException, InterruptedException {
		return admin.listTopics().names().get();
	}

}
