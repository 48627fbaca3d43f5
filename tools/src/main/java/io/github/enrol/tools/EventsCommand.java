/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * The event log as a file.
 */
@Command(name = "events", description = "Copies user-events to a file, and into an empty cluster.")
final class EventsCommand implements Runnable {

	private static final int MAX_PARTITIONS = 1_000;

	@ParentCommand
	@SuppressWarnings("NullAway.Init")
	private ToolsApplication tools;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Override
	public void run() {
		throw new ParameterException(this.spec.commandLine(), "Missing: export or import");
	}

	@Command(name = "export", description = "Copies user-events to a file, as CloudEvents in JSON, one per line.")
	int exportTo(
			@Parameters(paramLabel = "FILE",
					description = "A new file, compressed if its name ends with .gz; - is standard output.") Path file,
			@Option(names = "--pseudonymise",
					description = "Replace addresses and names by others that are no person's.") boolean pseudonymise)
			throws IOException {
		Function<LoggedEvent, Optional<LoggedEvent>> copy = pseudonymise ? new Pseudonyms()::replace : Optional::of;
		EventExport export = new EventExport(this.tools.kafka(), copy);
		if (file.toString().equals("-")) {
			PrintStream out = this.tools.out();
			export.write(out);
			if (out.checkError()) {
				throw new RefusedException("Standard output was closed before the end.");
			}
			this.tools.err().println(export.summary());
		}
		else {
			new EventFile(file).write(export::write);
			this.tools.out().println(export.summary());
		}
		return 0;
	}

	@Command(name = "import", description = "Writes the events of a file into an empty cluster, and restores the "
			+ "registered addresses. All command-services must be stopped. Run it again if it was interrupted.")
	int importFrom(@Parameters(paramLabel = "FILE", description = "From events export.") Path file,
			@Option(names = "--partitions", paramLabel = "NUMBER",
					description = "Of topics that do not exist yet; by default 12.") @Nullable Integer partitions)
			throws ExecutionException, InterruptedException, TimeoutException {
		if (partitions != null && (partitions < 1 || partitions > MAX_PARTITIONS)) {
			throw new ParameterException(this.spec.commandLine(), "--partitions must be from 1 to " + MAX_PARTITIONS);
		}
		KafkaClients kafka = this.tools.kafka();
		try (Admin admin = kafka.admin()) {
			EventImport events = new EventImport(kafka, admin, TopicSpecs.of(admin, this.tools.applicationId()),
					this.tools.err());
			this.tools.out().println(events.run(file, partitions));
			return 0;
		}
	}

}
