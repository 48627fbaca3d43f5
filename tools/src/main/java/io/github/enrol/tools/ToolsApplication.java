/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.KafkaFailures;
import io.github.enrol.kafka.deadletters.Letter;
import io.github.enrol.tools.TopicRecords.Range;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The commands. Each exits with 0 if it was carried out, 1 if not, with the reason in one
 * sentence, and 2 if it was called wrongly.
 */
@Command(name = "enrol-tools", description = "Commands for operators; see docs/operations.md.",
		usageHelpAutoWidth = true, subcommands = EventsCommand.class)
public final class ToolsApplication {

	private static final String PARTITION = "PARTITION";

	private static final String OFFSET = "OFFSET";

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Option(names = { "-h", "--help" }, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this.")
	private boolean help;

	@Option(names = "--bootstrap-server", paramLabel = "HOST:PORT", scope = ScopeType.INHERIT,
			defaultValue = "${env:SPRING_KAFKA_BOOTSTRAPSERVERS:-127.0.0.1:19092}",
			description = "Kafka; by default $SPRING_KAFKA_BOOTSTRAPSERVERS, else standalone's 127.0.0.1:19092.")
	private String bootstrapServer = "";

	@Option(names = "--command-config", paramLabel = "FILE", scope = ScopeType.INHERIT,
			description = "Properties of Kafka's clients, such as for TLS and SASL.")
	private @Nullable Path commandConfig;

	@Option(names = "--application-id", paramLabel = "ID", scope = ScopeType.INHERIT, defaultValue = "command-service",
			description = "spring.kafka.streams.application-id; by default ${DEFAULT-VALUE}.")
	private String applicationId = "";

	private final PrintStream out;

	private final PrintStream err;

	ToolsApplication(PrintStream out, PrintStream err) {
		this.out = out;
		this.err = err;
	}

	public static void main(String[] arguments) {
		// JSON is UTF-8, whatever the terminal is.
		PrintStream out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false,
				StandardCharsets.UTF_8);
		int status = new ToolsApplication(out, System.err).run(arguments);
		out.flush();
		System.exit(status);
	}

	int run(String... arguments) {
		return commandLine().execute(arguments);
	}

	CommandLine commandLine() {
		return new CommandLine(this).setOut(new PrintWriter(this.out, true))
			.setErr(new PrintWriter(this.err, true))
			.setExecutionExceptionHandler((failure, command, result) -> {
				this.out.flush();
				this.err.println(reason(failure));
				return 1;
			});
	}

	private static String reason(Exception failure) {
		Throwable cause = (failure instanceof ExecutionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof RefusedException) ? String.valueOf(cause.getMessage())
				: "Failed: " + KafkaFailures.reason(cause);
	}

	@Command(description = "Prints the records of a topic with their headers. They have personal data.")
	int consume(
			@Parameters(paramLabel = "TOPIC", arity = "0..1", defaultValue = UserEvents.TOPIC,
					description = "By default ${DEFAULT-VALUE}.") String topic,
			@Option(names = "--partition", paramLabel = PARTITION,
					description = "By default all.") @Nullable Integer partition,
			@Option(names = "--offset", paramLabel = OFFSET,
					description = "Begin there, with --partition.") @Nullable Long offset,
			@Option(names = "--max", paramLabel = "COUNT", defaultValue = "9223372036854775807",
					description = "End after so many.") long max,
			@Option(names = { "-f", "--follow" }, description = "Go on until Ctrl-C.") boolean follow,
			@Option(names = "--json", description = "One line of JSON for each record.") boolean json) {
		if (offset != null && partition == null) {
			throw new ParameterException(this.spec.commandLine(), "--offset needs --partition");
		}
		new TopicRecords(kafka()).read(new Range(topic, partition, offset, max, follow), (records) -> {
			for (ConsumerRecord<byte[], byte[]> record : records) {
				this.out.print(json ? RecordFormat.json(record) + "\n" : RecordFormat.text(record));
			}
			return !this.out.checkError();
		});
		return 0;
	}

	@Command(name = "dead-letters", description = "Lists the dead letters of both topics, without personal data.")
	int deadLetters() {
		new DeadLetterList(kafka(), this.out).print();
		return 0;
	}

	@Command(description = { "Processes a dead letter again, which is safe to repeat.",
			"Of user-commands.dlt, or user-commands: writes the command once more, and waits for its outcome.",
			"Of user-events.dlt: has the projector-service apply the event. If that asks for a token, it is $ENROL_TOKEN." })
	int replay(
			@Parameters(paramLabel = "TOPIC",
					description = "user-commands.dlt, user-commands or user-events.dlt.") String topic,
			@Parameters(paramLabel = PARTITION) int partition, @Parameters(paramLabel = OFFSET) long offset,
			@Option(names = "--value", paramLabel = "FILE",
					description = "A command's corrected JSON. A missing command_id, user_id or registered_at is added.") @Nullable Path value,
			@Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "10",
					description = "For the outcome of a command; by default ${DEFAULT-VALUE}.") int wait,
			@Option(names = "--projector", paramLabel = "URL", defaultValue = "http://127.0.0.1:8083",
					description = "By default ${DEFAULT-VALUE}.") URI projector)
			throws ExecutionException, InterruptedException {
		if (topic.equals(UserEvents.DEAD_LETTER_TOPIC) && value == null) {
			// Not an option, which everybody on this machine could see.
			String token = Objects.requireNonNullElse(System.getenv("ENROL_TOKEN"), "");
			this.out.println(new EventReplay(projector, token).replay(partition, offset));
			return 0;
		}
		if (!Set.of(Letter.COMMANDS_TOPIC, CommandRecords.COMMANDS_TOPIC).contains(topic)) {
			throw new ParameterException(this.spec.commandLine(), "Events are not corrected, and only records of "
					+ "user-commands.dlt, user-commands and user-events.dlt replayed");
		}
		this.out.println(new CommandReplay(kafka(), Duration.ofSeconds(wait)).replay(topic, partition, offset,
				(value != null) ? read(value) : null));
		return 0;
	}

	@Command(description = "Compares the topics with what the services need of them.")
	int topics(@Option(names = "--repair", paramLabel = "TOPIC/SETTING",
			description = "Set what refuses the topic, such as user-events/retention.ms.") @Nullable String repair)
			throws ExecutionException, InterruptedException, TimeoutException {
		try (Admin admin = kafka().admin()) {
			TopicCheck check = new TopicCheck(admin, this.applicationId, this.out);
			if (repair != null) {
				check.repair(repair);
				return 0;
			}
			return check.check() ? 0 : 1;
		}
	}

	@Command(description = "Passes over a command at which a partition is stuck. All command-services must be stopped.")
	int skip(@Parameters(paramLabel = PARTITION) int partition, @Parameters(paramLabel = OFFSET) long offset,
			@Option(names = "--copy", paramLabel = "FILE", required = true,
					description = "A new file, which gets the record.") Path copy)
			throws ExecutionException, InterruptedException {
		KafkaClients kafka = kafka();
		try (Admin admin = kafka.admin()) {
			this.out.println(new CommandSkip(kafka, admin, this.applicationId).skip(partition, offset, copy));
			return 0;
		}
	}

	@Command(name = "restore-registrations", description = "Restores the registered addresses, whose topic is lost, "
			+ "from user-events. All command-services must be stopped. Run it again if it was interrupted.")
	int restoreRegistrations() throws ExecutionException, InterruptedException, TimeoutException {
		KafkaClients kafka = kafka();
		try (Admin admin = kafka.admin()) {
			this.out.println(new RegistrationsRestore(kafka, admin, TopicSpecs.of(admin, this.applicationId),
					new CommandServices(admin, this.applicationId))
				.restore());
			return 0;
		}
	}

	String applicationId() {
		return this.applicationId;
	}

	PrintStream out() {
		return this.out;
	}

	PrintStream err() {
		return this.err;
	}

	KafkaClients kafka() {
		return KafkaClients.of(this.bootstrapServer, this.commandConfig);
	}

	private static byte[] read(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new RefusedException("The file " + file + " cannot be read.");
		}
	}

}
