/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import io.github.enrol.command.registration.gateway.KafkaReachability;
import io.github.enrol.command.registration.gateway.GatewayProperties;
import io.github.enrol.command.registration.gateway.CommandGateway;
import java.util.Properties;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Puts the write side together from the usual {@code spring.kafka} properties.
 */
@Configuration(proxyBeanMethods = false)
@EnableKafkaStreams
class RegistrationKafkaConfiguration {

	/** With the drain of the web server before it, an exit takes less than 10 s. */
	private static final int CLOSE_TIMEOUT_SECONDS = 3;

	@Bean(destroyMethod = "close")
	Admin kafkaAdminClient(KafkaAdmin kafkaAdmin) {
		return Admin.create(kafkaAdmin.getConfigurationProperties());
	}

	@Bean
	KafkaReachability kafkaReachability(Admin admin) {
		return new KafkaReachability(admin);
	}

	@Bean
	CommandGateway commandGateway(GatewayProperties properties, ProducerFactory<?, ?> producers,
			ConsumerFactory<?, ?> consumers, KafkaReachability kafka, MeterRegistry meters) {
		CommandGateway gateway = new CommandGateway(properties, producers.getConfigurationProperties(),
				consumers.getConfigurationProperties(), kafka);
		Gauge.builder("registration.in.flight", gateway, CommandGateway::inFlight)
			.description("Registrations that wait for their outcome")
			.register(meters);
		return gateway;
	}

	@Bean
	StreamsBuilderFactoryBeanConfigurer registrationTopologyConfigurer(StreamsProperties properties,
			CommandGateway gateway, ApplicationContext context) {
		return (streams) -> {
			streams.setInfrastructureCustomizer(new KafkaStreamsInfrastructureCustomizer() {
				@Override
				public void configureTopology(Topology topology) {
					RegistrationTopology.addTo(topology, gateway::handOver);
				}
			});
			// RegistrationStreams starts it, when its topics are there.
			streams.setAutoStartup(false);
			streams.setLeaveGroupOnClose(true);
			streams.setCloseTimeout(CLOSE_TIMEOUT_SECONDS);
			streams.setStreamsUncaughtExceptionHandler((exception) -> StreamThreadExceptionResponse.REPLACE_THREAD);
			streams.setStateRestoreListener(new RestoreLog());
			streams.setStateListener((state, before) -> {
				if (state == KafkaStreams.State.ERROR) {
					// It does not come back by itself: have the instance replaced.
					AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
				}
			});
			streams.setDeadLetterTopicName(RegistrationTopics.COMMANDS_DEAD_LETTER);
			Properties config = streams.getStreamsConfiguration();
			config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) properties.replicationFactor());
			// The changelog says which addresses are taken: it is as durable as the log
			// itself.
			RegistrationTopics.minInSyncReplicas(properties.replicationFactor())
				.ifPresent((least) -> config.put(StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
						least));
			config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreMemory.class);
			config.put(StoreMemory.SIZE_CONFIG, properties.storeMemory().toBytes());
			streams.setStreamsConfiguration(config);
		};
	}

	@Bean
	RegistrationStreams registrationStreams(Admin admin, StreamsProperties properties,
			StreamsBuilderFactoryBean streams, CommandGateway gateway, ApplicationContext context) {
		return new RegistrationStreams(admin, new RegistrationTopics(properties), streams, gateway,
				() -> AvailabilityChangeEvent.publish(context, LivenessState.BROKEN));
	}

	@Bean
	RegistrationHealthIndicator registrationHealthIndicator(KafkaReachability kafka, RegistrationStreams streams) {
		return new RegistrationHealthIndicator(kafka, streams);
	}

}
