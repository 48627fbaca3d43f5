import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.enrol.events.UnknownEventTypeException;
import io.github.enrol.events.UserEventDeserializer;
import io.github.enrol.events.UserEvents;
import io.github.enrol.events.UserRegistered;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Sends a welcome mail to each new user, at least once.
 */
public class WelcomeMail {

	private final UserEventDeserializer deserializer = new UserEventDeserializer();

	public static void main(String[] args) {
		Map<String, Object> config = Map.of("bootstrap.servers", (args.length > 0) ? args[0] : "127.0.0.1:19092",
				"group.id", "welcome-mail", "isolation.level", "read_committed", "auto.offset.reset", "earliest",
				"enable.auto.commit", false);
		try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(config, new StringDeserializer(),
				new ByteArrayDeserializer())) {
			new WelcomeMail().run(consumer);
		}
	}

	private void run(Consumer<String, byte[]> consumer) {
		consumer.subscribe(List.of(UserEvents.TOPIC));
		while (true) {
			consumer.poll(Duration.ofSeconds(1)).forEach(this::handle);
			try {
				consumer.commitSync();
			}
			catch (CommitFailedException | RebalanceInProgressException ex) {
				// The events come again, to this consumer or to another one.
				System.err.println(ex.getMessage());
			}
		}
	}

	private void handle(ConsumerRecord<String, byte[]> record) {
		String place = record.topic() + "-" + record.partition() + "@" + record.offset();
		try {
			if (this.deserializer.deserialize(record.topic(), record.headers(),
					record.value()) instanceof UserRegistered user) {
				welcome(user);
			}
		}
		catch (UnknownEventTypeException later) {
			// A type of a later version of the contract. Messages have no content.
			System.err.println(place + ": skipped: " + later.getMessage());
		}
		catch (SerializationException broken) {
			System.err.println(place + ": not a valid event: set it aside: " + broken.getMessage());
		}
	}

	/**
	 * The work. It may be repeated: the event's id tells.
	 */
	private void welcome(UserRegistered user) {
		System.out.println(user.eventId() + " " + user.email());
	}

}
