/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.util.Map;
import java.util.Objects;
import java.util.Properties;

import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.CommandPartitions;
import io.github.enrol.command.registration.gateway.DecisionRules;
import io.github.enrol.command.registration.gateway.GatewayProperties;
import io.github.enrol.command.registration.gateway.KafkaReachability;
import io.github.enrol.http.status.HealthComponents;
import io.github.enrol.kafka.BootstrapServers;
import io.github.enrol.kafka.topics.TopicSpec;
import io.github.enrol.kafka.topics.TopicsInfo;
import io.github.enrol.kafka.tracing.RecordTraces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Wires the write side from the usual {@code spring.kafka} properties.
 */
@Configuration(proxyBeanMethods = false)
@EnableKafkaStreams
class RegistrationKafkaConfiguration {

	private static final int CLOSE_TIMEOUT_SECONDS = 3;

	@Bean(destroyMethod = "close")
	Admin kafkaAdminClient(KafkaAdmin kafkaAdmin, BootstrapServers bootstrap) {
		return LateAdmin.of(kafkaAdmin.getConfigurationProperties(), bootstrap);
	}

	@Bean
	KafkaReachability kafkaReachability(Admin admin) {
		return new KafkaReachability(admin);
	}

	@Bean
	CommandGateway commandGateway(GatewayProperties properties, ProducerFactory<?, ?> producers,
			ConsumerFactory<?, ?> consumers, KafkaReachability kafka, CommandPartitions partitions,
			MeterRegistry meters, RecordTraces traces) {
		return new CommandGateway(properties, producers.getConfigurationProperties(),
				consumers.getConfigurationProperties(), kafka, partitions, meters, traces);
	}

	@Bean
	CommandPartitions commandPartitions() {
		return new CommandPartitions();
	}

	@Bean
	RegistrationTopics registrationTopics(StreamsProperties properties, KafkaStreamsConfiguration streams,
			ConsumerFactory<?, ?> consumers, CommandPartitions partitions) {
		return new RegistrationTopics(properties,
				streams.asProperties().getProperty(StreamsConfig.APPLICATION_ID_CONFIG),
				consumers.getConfigurationProperties(), partitions);
	}

	@Bean
	TopicsInfo topicsInfo(KafkaAdmin kafkaAdmin, RegistrationTopics topics) {
		return new TopicsInfo(kafkaAdmin.getConfigurationProperties(),
				topics.all().stream().map(TopicSpec::name).toList());
	}

	@Bean
	InfoContributor rulesInfo(GatewayProperties properties) {
		return (info) -> info.withDetail("rules",
				Map.of("version", properties.rulesVersion(), "newest", DecisionRules.newest()));
	}

	@Bean(destroyMethod = "close")
	TopicWatch topicWatch(Admin admin, RegistrationTopics topics, LocalState localState, CommandPartitions partitions,
			RegistrationStreams streams) {
		return new TopicWatch(admin, topics, localState, partitions, streams::refuse);
	}

	@Bean
	MeterBinder partitionMeters(CommandPartitions partitions, StreamThreadFailures failures) {
		return (meters) -> {
			Gauge.builder("registration.partitions", partitions, CommandPartitions::count)
				.description("Partitions of user-commands")
				.register(meters);
			Gauge.builder("registration.partitions.writable", partitions, CommandPartitions::writable)
				.description("Those that Kafka can write, with the partitions of events and state")
				.register(meters);
			Gauge.builder("registration.partitions.stuck", failures, StreamThreadFailures::undecided)
				.description("Those of this instance that fail at one command again and again")
				.register(meters);
		};
	}

	@Bean
	StreamThreadFailures streamThreadFailures() {
		return new StreamThreadFailures();
	}

	@Bean
	StreamsState streamsState(ApplicationContext context) {
		return new StreamsState(replacement(context));
	}

	@Bean(destroyMethod = "")
	StreamsClients streamsClients(BootstrapServers bootstrap, StreamThreadFailures failures) {
		return new StreamsClients(bootstrap, failures);
	}

	@Bean
	StreamsBuilderFactoryBeanConfigurer registrationTopologyConfigurer(StreamsProperties properties,
			CommandGateway gateway, StreamThreadFailures failures, RegistrationTopics topics, StreamsClients clients,
			CommandPartitions partitions, StreamsState state, GatewayProperties gatewayProperties, MeterRegistry meters,
			RecordTraces traces) {
		Counter deadLetters = Counter.builder("registration.dead.letters")
			.description("Records of user-commands that could not be decided and were set aside")
			.register(meters);
		DecisionCounters decisions = new DecisionCounters(meters);
		return (streams) -> {
			streams.setInfrastructureCustomizer(new KafkaStreamsInfrastructureCustomizer() {
				@Override
				public void configureTopology(Topology topology) {
					RegistrationTopology.addTo(topology, new RegistrationProcessor.Supplier(gateway::handOver, failures,
							partitions::count, decisions, traces));
				}
			});
			// RegistrationStreams starts it once its topics exist, and depends on it:
			// with its default phase both would stop before the web server.
			streams.setAutoStartup(false);
			streams.setClientSupplier(clients);
			streams.setPhase(RegistrationStreams.PHASE - 1);
			streams.setLeaveGroupOnClose(true);
			streams.setCloseTimeout(CLOSE_TIMEOUT_SECONDS);
			streams.setStreamsUncaughtExceptionHandler(failures);
			streams.setStateRestoreListener(new RestoreLog(meters));
			streams.setStateListener(state);
			Properties config = Objects.requireNonNull(streams.getStreamsConfiguration());
			// A record that cannot be decided is a dead letter. Any other failure stops
			// the thread: the command is decided again, never passed over.
			config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, CommandDeadLetters.class);
			config.put(CommandDeadLetters.COUNTER_CONFIG, deadLetters);
			config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) properties.replicationFactor());
			// The changelog holds the registered addresses: it is as durable as the log
			// itself.
			topics.changelog().configs().forEach((name, value) -> config.put(StreamsConfig.topicPrefix(name), value));
			RegistrationStatus.address(gatewayProperties.instanceId())
				.ifPresent((address) -> config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address));
			config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreMemory.class);
			config.put(StoreMemory.SIZE_CONFIG, properties.storeMemory().toBytes());
			config.put(StoreMemory.REWRITE_CONFIG, properties.compactionLag().toSeconds());
			streams.setStreamsConfiguration(config);
		};
	}

	@Bean
	LocalState localState(StreamsBuilderFactoryBean streams, RegistrationTopics topics) {
		return new LocalState(streams, topics);
	}

	@Bean
	RegistrationStreams registrationStreams(Admin admin, BootstrapServers bootstrap, RegistrationTopics topics,
			StreamsBuilderFactoryBean streams, LocalState localState, StreamsClients clients, CommandGateway gateway,
			ApplicationContext context) {
		return new RegistrationStreams(admin, bootstrap, topics, streams, localState, clients, gateway,
				replacement(context));
	}

	/**
	 * Has the instance replaced.
	 */
	private static Runnable replacement(ApplicationContext context) {
		return () -> AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
	}

	@Bean
	RegistrationHealthIndicator registrationHealthIndicator(KafkaReachability kafka, CommandPartitions partitions,
			CommandGateway gateway, StreamsState streams, StreamThreadFailures failures) {
		return new RegistrationHealthIndicator(kafka, partitions, gateway, streams, failures);
	}

	/**
	 * For liveness: down while a partition is stuck or a stream thread hangs.
	 */
	@Bean
	HealthIndicator registrationProgressHealthIndicator(StreamThreadFailures failures,
			StreamsBuilderFactoryBean streams, KafkaReachability kafka) {
		StreamThreadSilence silence = new StreamThreadSilence(() -> {
			KafkaStreams running = streams.getKafkaStreams();
			return (running != null) ? running.metrics() : Map.of();
		}, kafka::reachableFor, StreamThreadSilence.LIMIT);
		return () -> {
			if (failures.isStuck()) {
				return Health.down().withDetail(HealthComponents.REASON, RegistrationHealthIndicator.STUCK).build();
			}
			return silence.isTooLong()
					? Health.down().withDetail(HealthComponents.REASON, "A stream thread hangs.").build()
					: Health.up().build();
		};
	}

}
