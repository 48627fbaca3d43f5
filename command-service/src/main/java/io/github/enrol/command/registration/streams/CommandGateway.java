package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.streams.RegistrationUnavailableException.Reason;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.kafka.support.LoggingProducerListener;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.kafka.support.TopicPartitionOffset.SeekPosition;

/**
 * The way of a request to its actor and back. A command carries the partition of
 * {@code user-replies} that this instance reads and a correlation id that no other
 * request has, so a reply reaches the request that asked, and no other (ADR 3).
 */
public final class CommandGateway {

	private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

	private final RegistrationProperties properties;

	private final Map<String, Object> producerConfigs;

	private final Map<String, Object> consumerConfigs;

	private final KafkaReachability kafka;

	private final Semaphore places;

	private volatile @Nullable Connection connection;

	CommandGateway(RegistrationProperties properties, Map<String, Object> producerConfigs,
			Map<String, Object> consumerConfigs, KafkaReachability kafka) {
		this.properties = properties;
		this.producerConfigs = producerConfigs;
		this.consumerConfigs = consumerConfigs;
		this.kafka = kafka;
		this.places = new Semaphore(properties.maxInFlight());
	}

	/**
	 * Has the command decided. Of several commands for one key, sent at the same time by
	 * whichever instances, one is accepted.
	 * @param key the normalised email address
	 * @return the outcome; or a {@link RegistrationUnavailableException} if it cannot be
	 * told, at the latest after the configured time
	 */
	public CompletableFuture<RegistrationReply> register(String key, RegisterUser command) {
		Connection connection = this.connection;
		if (connection == null || !this.kafka.isReachable()) {
			return CompletableFuture.failedFuture(new RegistrationUnavailableException(Reason.NOT_SENT, null));
		}
		if (!this.places.tryAcquire()) {
			return CompletableFuture.failedFuture(new RegistrationUnavailableException(Reason.OVERLOADED, null));
		}
		return send(connection, key, command).whenComplete((reply, failure) -> this.places.release());
	}

	private CompletableFuture<RegistrationReply> send(Connection connection, String key, RegisterUser command) {
		try {
			return connection.template.sendAndReceive(new ProducerRecord<>(RegistrationTopics.COMMANDS, key, command))
				.thenApply(ConsumerRecord::value)
				.exceptionallyCompose((failure) -> CompletableFuture
					.failedFuture(new RegistrationUnavailableException(Reason.NO_REPLY, failure)));
		}
		catch (KafkaException | IllegalStateException ex) {
			// No room in the send buffer, no metadata, or closed meanwhile.
			return CompletableFuture.failedFuture(new RegistrationUnavailableException(Reason.NO_REPLY, ex));
		}
	}

	/**
	 * How many requests wait for their outcome.
	 */
	int inFlight() {
		return this.properties.maxInFlight() - this.places.availablePermits();
	}

	boolean isOpen() {
		return this.connection != null;
	}

	/**
	 * Starts to read replies and to take commands.
	 * @param replyPartitions the number of partitions of {@code user-replies}
	 */
	void open(int replyPartitions) throws InterruptedException {
		Connection opened = new Connection(replyPartitions);
		if (!opened.template.waitForAssignment(OPEN_TIMEOUT)) {
			opened.close();
			throw new KafkaException("the partition of user-replies could not be read in time");
		}
		this.connection = opened;
	}

	void close() {
		Connection opened = this.connection;
		this.connection = null;
		if (opened != null) {
			opened.close();
		}
	}

	private final class Connection {

		final DefaultKafkaProducerFactory<String, RegisterUser> producers;

		final ReplyingKafkaTemplate<String, RegisterUser, RegistrationReply> template;

		Connection(int replyPartitions) {
			Duration timeout = CommandGateway.this.properties.replyTimeout();
			this.producers = new DefaultKafkaProducerFactory<>(producerConfigs(timeout), new StringSerializer(),
					RegistrationTopology.COMMAND_SERDE.serializer());
			this.template = new ReplyingKafkaTemplate<>(this.producers, replyContainer(replyPartitions));
			this.template.setDefaultReplyTimeout(timeout);
			this.template.setSharedReplyTopic(true);
			LoggingProducerListener<String, RegisterUser> listener = new LoggingProducerListener<>();
			// Commands are personal data.
			listener.setIncludeContents(false);
			this.template.setProducerListener(listener);
			this.template.start();
		}

		private Map<String, Object> producerConfigs(Duration timeout) {
			Map<String, Object> configs = new HashMap<>(CommandGateway.this.producerConfigs);
			// A command that nobody waits for any more need not be sent either.
			int delivery = (int) timeout.toMillis();
			configs.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
			configs.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, delivery);
			return configs;
		}

		private KafkaMessageListenerContainer<String, RegistrationReply> replyContainer(int partitions) {
			int partition = Math.floorMod(CommandGateway.this.properties.instanceId().hashCode(), partitions);
			ContainerProperties container = new ContainerProperties(
					new TopicPartitionOffset(RegistrationTopics.REPLIES, partition, SeekPosition.END));
			// The first poll must be over before the first command is sent.
			container.setPollTimeout(POLL_TIMEOUT.toMillis());
			container.setAckMode(AckMode.MANUAL);
			container.setClientId("user-replies");
			Map<String, Object> configs = new HashMap<>(CommandGateway.this.consumerConfigs);
			// The reply is certain before it is committed (ADR 1).
			configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
			return new KafkaMessageListenerContainer<>(new DefaultKafkaConsumerFactory<>(configs,
					new StringDeserializer(), RegistrationTopology.REPLY_SERDE.deserializer()), container);
		}

		void close() {
			this.template.stop();
			this.template.destroy();
			this.producers.destroy();
		}

	}

}
