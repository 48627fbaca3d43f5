/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.kafka.topics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.github.enrol.kafka.BoundedAdmin;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * The topics of a service in {@code /actuator/info}, each with the number of its
 * partitions, as Kafka has them now. A topic that does not exist, or all while Kafka does
 * not answer within 2 s, have none.
 */
public final class TopicsInfo implements InfoContributor {

	private static final Logger logger = LoggerFactory.getLogger(TopicsInfo.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final Map<String, Object> configs;

	private final List<String> topics;

	/**
	 * Creates the contributor.
	 * @param configs of an {@link Admin}
	 */
	public TopicsInfo(Map<String, Object> configs, List<String> topics) {
		this.configs = configs;
		this.topics = topics;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Map<String, Integer>> found = new TreeMap<>();
		this.topics.forEach((topic) -> found.put(topic, Map.of()));
		try (Admin admin = BoundedAdmin.create(this.configs, TIMEOUT)) {
			new TopicReader(admin, TIMEOUT).descriptions(this.topics)
				.forEach((topic, description) -> found.put(topic,
						Map.of("partitions", description.partitions().size())));
		}
		catch (ExecutionException | TimeoutException | KafkaException ex) {
			logger.debug("Kafka does not say how many partitions there are", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		builder.withDetail("topics", found);
	}

}
