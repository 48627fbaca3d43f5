package io.github.enrol.command.registration.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.streams.RegistrationUnavailableException.Reason;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.kafka.support.TopicPartitionOffset.SeekPosition;

/**
 * A producer of commands, and the reader of the partition that their replies come to.
 */
final class CommandChannel implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CommandChannel.class);

	private static final Duration FAILURE_LOG_INTERVAL = Duration.ofSeconds(10);

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

	private final DefaultKafkaProducerFactory<String, RegisterUser> producers;

	private final ReplyingKafkaTemplate<String, RegisterUser, RegistrationReply> template;

	/**
	 * Starts to read replies.
	 * @param name for the reader, in logs and metrics
	 * @param replyPartition of {@code user-replies}
	 * @param replyTimeout how long a command waits for its outcome
	 */
	CommandChannel(String name, Map<String, Object> producerConfigs, Map<String, Object> consumerConfigs,
			int replyPartition, Duration replyTimeout) {
		this.producers = new DefaultKafkaProducerFactory<>(withTimeout(producerConfigs, replyTimeout),
				new StringSerializer(), RegistrationTopology.COMMAND_SERDE.serializer());
		this.template = new ReplyingKafkaTemplate<>(this.producers, container(name, consumerConfigs, replyPartition));
		this.template.setDefaultReplyTimeout(replyTimeout);
		this.template.setSharedReplyTopic(true);
		this.template.setProducerListener(new FailureLog());
		this.template.start();
	}

	private static Map<String, Object> withTimeout(Map<String, Object> producerConfigs, Duration timeout) {
		Map<String, Object> configs = new HashMap<>(producerConfigs);
		// A command that nobody waits for any more need not be sent either.
		int delivery = (int) timeout.toMillis();
		configs.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
		int linger = Integer.parseInt(configs.getOrDefault(ProducerConfig.LINGER_MS_CONFIG, 0).toString());
		configs.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, delivery - linger);
		return configs;
	}

	private static KafkaMessageListenerContainer<String, RegistrationReply> container(String name,
			Map<String, Object> consumerConfigs, int partition) {
		ContainerProperties container = new ContainerProperties(
				new TopicPartitionOffset(RegistrationTopics.REPLIES, partition, SeekPosition.END));
		// The first poll must be over before the first command is sent.
		container.setPollTimeout(POLL_TIMEOUT.toMillis());
		container.setAckMode(AckMode.MANUAL);
		container.setClientId(name);
		Map<String, Object> configs = new HashMap<>(consumerConfigs);
		// The reply is certain before it is committed (ADR 1).
		configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
		return new KafkaMessageListenerContainer<>(new DefaultKafkaConsumerFactory<>(configs, new StringDeserializer(),
				RegistrationTopology.REPLY_SERDE.deserializer()), container);
	}

	/**
	 * Returns when replies are read, or when the time is over.
	 * @return whether they are
	 */
	boolean awaitOpen(Duration timeout) throws InterruptedException {
		return this.template.waitForAssignment(timeout);
	}

	/**
	 * Sends the command; see {@link CommandGateway#register}.
	 */
	CompletableFuture<RegistrationReply> send(String key, RegisterUser command) {
		try {
			return this.template.sendAndReceive(new ProducerRecord<>(RegistrationTopics.COMMANDS, key, command))
				.thenApply(ConsumerRecord::value)
				.exceptionallyCompose((failure) -> CompletableFuture
					.failedFuture(new RegistrationUnavailableException(Reason.NO_REPLY, failure)));
		}
		catch (KafkaException | IllegalStateException ex) {
			// No room in the send buffer, no metadata, or closed meanwhile.
			return CompletableFuture.failedFuture(new RegistrationUnavailableException(Reason.NO_REPLY, ex));
		}
	}

	@Override
	public void close() {
		this.template.stop();
		this.template.destroy();
		this.producers.destroy();
	}

	/**
	 * Tells of an outage, not of each command in it: there may be thousands, and commands
	 * are personal data.
	 */
	private static final class FailureLog implements ProducerListener<String, RegisterUser> {

		private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

		@Override
		public void onError(ProducerRecord<String, RegisterUser> command, @Nullable RecordMetadata metadata,
				@Nullable Exception failure) {
			long now = System.nanoTime();
			long until = this.quietUntil.get();
			if (now - until >= 0 && this.quietUntil.compareAndSet(until, now + FAILURE_LOG_INTERVAL.toNanos())) {
				logger.warn("Commands cannot be sent: {}", String.valueOf(failure));
			}
		}

	}

}
