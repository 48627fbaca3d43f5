/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.enrol.importer.Users.Entry;

/**
 * The command, for those who cannot run {@code import.sh}. {@link Options#USAGE} says
 * what it does.
 */
public final class ImportCommand {

	private static final int ALL_REGISTERED = 0;

	private static final int SOME_NOT_REGISTERED = 1;

	private final InputStream in;

	private final PrintStream out;

	private final PrintStream err;

	private ImportCommand(InputStream in, PrintStream out, PrintStream err) {
		this.in = in;
		this.out = out;
		this.err = err;
	}

	public static void main(String[] arguments) {
		System.exit(run(arguments, System.getenv(), System.in, System.out, System.err));
	}

	/**
	 * Runs the command.
	 * @param in read if the file is {@code -}
	 * @param out receives the report if it is {@code -}
	 * @param err receives everything else
	 * @return the exit status
	 */
	public static int run(String[] arguments, Map<String, String> environment, InputStream in, PrintStream out,
			PrintStream err) {
		if (List.of(arguments).contains("--help")) {
			out.print(Options.USAGE);
			return ALL_REGISTERED;
		}
		try {
			return new ImportCommand(in, out, err).run(Options.parse(arguments, environment));
		}
		catch (ImportFailure failure) {
			err.println("import: " + failure.getMessage());
			return failure.status();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return ImportFailure.INCOMPLETE;
		}
	}

	private int run(Options options) throws ImportFailure, InterruptedException {
		ContentKey contentKey = key(options);
		String key = (options.key() != null) ? options.key() : contentKey.key();
		Progress progress = new Progress(this.err, System.console() != null, contentKey.length());
		try (InputStream input = options.readsStandardInput() ? this.in : Files.newInputStream(Path.of(options.file()));
				Content content = Content.of(input)) {
			Users users = Users.of(new Lines(content.text(options.encoding())), options);
			Report report = Report.open(options, this.out);
			try (report) {
				Batches batches = new Batches(new Service(options.url(), key, options.token()), report, progress,
						options.patience());
				for (Entry entry = users.next(); entry != null; entry = users.next()) {
					if (batches.add(entry)) {
						batches.send();
						progress.show(content.count());
					}
				}
				batches.send();
			}
			finally {
				progress.end();
				if (report.name() != null) {
					this.err.println("What is not registered: " + report.name());
				}
			}
		}
		catch (IOException ex) {
			throw new ImportFailure(ImportFailure.INCOMPLETE, "the input or the report broke off: " + reason(ex));
		}
		return progress.isAllRegistered() ? ALL_REGISTERED : SOME_NOT_REGISTERED;
	}

	/**
	 * Reads the file to its end, which also shows whether that is possible, before a line
	 * is sent.
	 */
	private static ContentKey key(Options options) throws ImportFailure {
		if (options.readsStandardInput()) {
			return givenKey(options);
		}
		try {
			Path file = Path.of(options.file());
			if (!Files.exists(file)) {
				throw Options.usage("there is no file " + options.file());
			}
			if (Files.isDirectory(file)) {
				throw Options.usage(options.file() + " is a folder");
			}
			if (!Files.isRegularFile(file)) {
				// A pipe can be read only once.
				return givenKey(options);
			}
			try (InputStream input = Files.newInputStream(file); Content content = Content.of(input)) {
				return ContentKey.of(content);
			}
		}
		catch (IOException | InvalidPathException ex) {
			throw Options.usage(options.file() + " cannot be read: " + reason(ex));
		}
	}

	private static ContentKey givenKey(Options options) throws ImportFailure {
		if (options.key() == null) {
			throw Options.usage("what can be read only once, such as standard input, needs a --key");
		}
		return new ContentKey(options.key(), 0);
	}

	private static String reason(Exception ex) {
		if (ex instanceof EOFException) {
			return "the gzip is cut off";
		}
		// Its message is only the name of the file.
		return (ex instanceof AccessDeniedException) ? "permission denied" : String.valueOf(ex.getMessage());
	}

}
