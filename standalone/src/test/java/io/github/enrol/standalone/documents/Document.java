/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown document with the commands in it. A line of a code block that begins with
 * {@code $} is a command that can be tried; lines that begin with {@code >} continue it,
 * and its output follows, up to the next command. A final {@code ^C} ends a command that
 * would go on. Blocks without such a line and without a language, and code spans that
 * look like commands, are commands to be run elsewhere.
 *
 * @param path of the document
 * @param lines its lines
 * @param steps what can be tried, in order
 * @param otherCommands the other commands
 */
record Document(Path path, List<String> lines, List<Step> steps, List<String> otherCommands) {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern FENCE = Pattern.compile("( *)```(\\w*)");

	private static final Pattern SPAN = Pattern.compile("(`+)(.+?)\\1");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+\\.md)");

	private static final Pattern COMMAND = Pattern
		.compile("(?:\\w+=\\S+ )*(?:\\./\\S+|mvnw\\.cmd|curl|docker compose|java|mvn"
				+ "|git|npm|npx|node|go|pip|python3?|benchmarks/[\\w.]+) .+");

	/**
	 * Returns the README, what the index of {@code docs} lists, in that order, and all
	 * others.
	 */
	static List<Document> all() {
		try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			Set<Path> paths = new LinkedHashSet<>();
			paths.add(ROOT.resolve("README.md"));
			Path index = ROOT.resolve("docs/README.md");
			paths.add(index);
			LINK.matcher(Files.readString(index))
				.results()
				.map((link) -> index.resolveSibling(link.group(1)).normalize())
				.filter((path) -> path.startsWith(ROOT.resolve("docs")))
				.forEach(paths::add);
			Stream.of(top, docs, Stream.of(ROOT.resolve("benchmarks/README.md")))
				.flatMap((found) -> found)
				.filter((path) -> path.toString().endsWith(".md"))
				.sorted()
				.forEach(paths::add);
			return paths.stream().map(Document::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Document read(Path path) {
		try {
			return parse(path, Files.readAllLines(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Document parse(Path path, List<String> lines) {
		List<Step> steps = new ArrayList<>();
		List<String> others = new ArrayList<>();
		StringBuilder prose = new StringBuilder();
		for (int i = 0; i < lines.size(); i++) {
			Matcher fence = FENCE.matcher(lines.get(i));
			boolean fenced = fence.matches();
			boolean indented = !fenced && isIndented(lines.get(i)) && (i > 0) && lines.get(i - 1).isBlank();
			if (!fenced && !indented) {
				prose.append(lines.get(i).strip()).append(lines.get(i).isBlank() ? "\n" : " ");
				continue;
			}
			int first = fenced ? i + 1 : i;
			int end = first;
			while (end < lines.size()
					&& (fenced ? !lines.get(end).strip().equals("```") : isIndented(lines.get(end)))) {
				end++;
			}
			if (!fenced || Set.of("", "console", "sh").contains(fence.group(2))) {
				int indent = fenced ? fence.group(1).length() : 4;
				addBlock(first, lines.subList(first, end).stream().map((line) -> unindented(line, indent)).toList(),
						steps, others);
			}
			i = fenced ? end : end - 1;
		}
		SPAN.matcher(prose)
			.results()
			.map((span) -> span.group(2).strip())
			.filter((span) -> COMMAND.matcher(span).matches())
			.forEach(others::add);
		return new Document(path, lines, steps, others);
	}

	private static boolean isIndented(String line) {
		return line.startsWith("    ");
	}

	private static String unindented(String line, int indent) {
		return line.isBlank() ? "" : line.substring(indent);
	}

	private static void addBlock(int first, List<String> block, List<Step> steps, List<String> others) {
		if (block.stream().noneMatch((line) -> line.startsWith("$ "))) {
			Stream.of(String.join("\n", block).replaceAll("\\\\\n\\s*", "").split("\n"))
				.map((line) -> line.replaceFirst("\\s+# .*", "").strip())
				.filter((line) -> !line.isEmpty())
				.forEach(others::add);
			return;
		}
		if (!block.get(0).startsWith("$ ")) {
			throw new IllegalArgumentException(
					"The block of line " + (first + 1) + " has an output before its command");
		}
		for (int i = 0; i < block.size();) {
			int start = i;
			List<String> command = new ArrayList<>(List.of(block.get(i++).substring(2)));
			while (i < block.size() && block.get(i).startsWith("> ")) {
				command.add(block.get(i++).substring(2));
			}
			int output = i;
			while (i < block.size() && !block.get(i).startsWith("$ ")) {
				i++;
			}
			steps.add(new Step(first + start, first + i, String.join("\n", command), block.subList(output, i)));
		}
	}

	/**
	 * Returns the lines with other outputs, and with what those change in commands.
	 */
	List<String> renewed(Map<Step, String> outputs, UnaryOperator<String> commands) {
		List<String> renewed = new ArrayList<>();
		int end = 0;
		for (Step step : this.steps) {
			int output = step.to() - step.output().size();
			String indent = this.lines.get(step.from()).replaceAll("\\$ .*", "");
			renewed.addAll(this.lines.subList(end, step.from()));
			this.lines.subList(step.from(), output).stream().map(commands).forEach(renewed::add);
			outputs.get(step).lines().map((line) -> line.isEmpty() ? "" : indent + line).forEach(renewed::add);
			step.output().stream().filter(Step.INTERRUPT::equals).map(indent::concat).forEach(renewed::add);
			if (!step.output().isEmpty() && step.output().get(step.output().size() - 1).isEmpty()) {
				renewed.add("");
			}
			end = step.to();
		}
		renewed.addAll(this.lines.subList(end, this.lines.size()));
		return renewed;
	}

	@Override
	public String toString() {
		return ROOT.relativize(this.path).toString();
	}

}
