package io.github.enrol.command.registration.streams;

import io.github.enrol.command.registration.gateway.JsonSerde;
import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.LocalReplies;
import java.util.Optional;
import java.util.Set;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.Registration;
import io.github.enrol.events.UserEvents;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * How commands flow to events and replies. The names of its nodes and of its store are
 * part of what a running system holds on disk and in topics; a golden file pins them.
 */
public final class RegistrationTopology {

	public static final String STORE = "registrations";

	static final String COMMANDS_SOURCE = "user-commands-source";

	static final String PROCESSOR = "registration-processor";

	static final String EVENTS_SINK = "user-events-sink";

	static final String REPLIES_SINK = "user-replies-sink";

	public static final JsonSerde<Registration> STATE_SERDE = new JsonSerde<>(Registration.class);

	private RegistrationTopology() {
	}

	public static Topology addTo(Topology topology, LocalReplies localReplies) {
		StringSerializer keySerializer = new StringSerializer();
		return topology
			.addSource(COMMANDS_SOURCE, required(new StringDeserializer()),
					required(CommandRecords.COMMAND_SERDE.deserializer()), CommandRecords.COMMANDS_TOPIC)
			.addProcessor(PROCESSOR, processor(localReplies), COMMANDS_SOURCE)
			.addSink(EVENTS_SINK, UserEvents.TOPIC, keySerializer, UserEvents.serde().serializer(), PROCESSOR)
			.addSink(REPLIES_SINK, CommandRecords.REPLIES_TOPIC, keySerializer, addressedReplySerializer(),
					addressedReplyPartitioner(), PROCESSOR);
	}

	/**
	 * The processor of the topology, with its store.
	 */
	public static ProcessorSupplier<String, RegisterUser, String, Object> processor(LocalReplies localReplies) {
		return new RegistrationProcessor.Supplier(localReplies);
	}

	/**
	 * A record without a key or a value is no command; failing here sends it to the
	 * dead-letter topic.
	 */
	private static <T> Deserializer<T> required(Deserializer<T> deserializer) {
		return (topic, data) -> {
			if (data == null) {
				throw new SerializationException("the key or the value is missing");
			}
			return deserializer.deserialize(topic, data);
		};
	}

	private static Serializer<AddressedReply> addressedReplySerializer() {
		Serializer<RegistrationReply> serializer = CommandRecords.REPLY_SERDE.serializer();
		return (topic, addressed) -> serializer.serialize(topic, addressed.reply());
	}

	/**
	 * A partition that does not exist can only come from a record that no instance wrote.
	 * Nobody waits for its reply, but the records behind it must go on.
	 */
	private static StreamPartitioner<String, AddressedReply> addressedReplyPartitioner() {
		return (topic, key, addressed, partitions) -> Optional
			.of(Set.of(Math.floorMod(addressed.partition(), partitions)));
	}

	/**
	 * A reply and the partition that its caller reads.
	 */
	record AddressedReply(int partition, RegistrationReply reply) {
	}

}
