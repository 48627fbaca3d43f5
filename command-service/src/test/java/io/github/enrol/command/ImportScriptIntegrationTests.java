/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The script {@code import.sh}, with the service itself and with a stub for answers that
 * the service gives only on failures.
 */
class ImportScriptIntegrationTests {

	private static final Path SCRIPT = Path.of("..", "import.sh").toAbsolutePath().normalize();

	private static final String RESULT = "{\"line\":1,\"status\":201,\"user_id\":\"1\"}\n";

	@RegisterExtension
	private static final CommandServiceExtension main = new CommandServiceExtension();

	private static String serviceUrl;

	@TempDir
	private Path directory;

	@BeforeAll
	static void useMain() {
		serviceUrl = CommandServiceExtension.uri(main.instance(), "").toString();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "u[1-2].ndjson", "{a,b}.ndjson", "a b  c.ndjson", "-T", "--help.ndjson", "a'b\"c$d`e\\.ndjson",
					"a?b*c#%41.ndjson", "-dash.ndjson", "@file", "." + "hidden", "ünïcode.ndjson", "a;b,c=d.ndjson" })
	void importsTheFileThatIsNamed(String name) throws Exception {
		Files.writeString(this.directory.resolve(name), user("named" + Integer.toHexString(name.hashCode())));
		// curl would expand the name to the first of these.
		Files.writeString(this.directory.resolve("u1.ndjson"), "{\"wrong\":1}\n");
		Files.writeString(this.directory.resolve("a"), "{\"wrong\":1}\n");
		Run run = run(serviceUrl, name);
		assertThat(run).isEqualTo(new Run(0, "", "1 of 1 lines: 1 registered, 0 not\n"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "`§\n§\n`|2", "`§\n§`|2", "`\n\n§\n \t\r\n§`|2",
			"`§\r\n§\r\n\r\n`|2", "``|0", "`\n \n`|0", "`§`|1", "`\uFEFF§\n`|1" })
	void countsTheLinesThatHaveAResult(String template, int lines) throws Exception {
		String text = (template != null) ? template : "";
		for (int i = 0; text.contains("§"); i++) {
			text = text.replaceFirst("§", user("count" + Integer.toHexString(template.hashCode()) + i).strip());
		}
		Files.writeString(this.directory.resolve("users"), text);
		Run run = run(serviceUrl, "users");
		assertThat(run).isEqualTo(new Run(0, "", "%1$d of %1$d lines: %1$d registered, 0 not\n".formatted(lines)));
	}

	@Test
	void theSameContentIsTheSameImportCompressedOrNotAndFromStandardInput() throws Exception {
		String users = user("same1") + user("same2") + "{\"username\":1}\n";
		Files.writeString(this.directory.resolve("users.ndjson"), users);
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write(users.getBytes(StandardCharsets.UTF_8));
		}
		Files.write(this.directory.resolve("users.gz"), compressed.toByteArray());
		Run first = run(serviceUrl, "users.ndjson");
		assertThat(first.status()).isEqualTo(1);
		assertThat(first.output()).startsWith("{\"line\":3,\"status\":400,").hasLineCount(1);
		assertThat(first.words()).isEqualTo("3 of 3 lines: 2 registered, 1 not\n");
		assertThat(run(serviceUrl, "users.gz")).isEqualTo(first);
		assertThat(run(serviceUrl, "users.ndjson", "a \"key\" \\ of mine").output())
			.contains("/email-already-registered");
		String key = start(List.of("sh", "-c", "cksum <users.ndjson | tr ' ' -"), "", null).output().strip();
		assertThat(run(serviceUrl, users, List.of("-", key))).isEqualTo(first);
	}

	@Test
	void anUnreadableFileIsNotSent() throws Exception {
		Files.createDirectory(this.directory.resolve("folder"));
		assertThat(run(serviceUrl, "folder")).isEqualTo(new Run(64, "", "import.sh: folder is a folder\n"));
		assertThat(run(serviceUrl, "missing")).isEqualTo(new Run(64, "", "import.sh: there is no file missing\n"));
		assertThat(run(serviceUrl, "-")).isEqualTo(new Run(64, "", "import.sh: standard input needs a KEY\n"));
		assertThat(run(serviceUrl).status()).isEqualTo(64);
		assertThat(run(serviceUrl, "a", "b", "c").status()).isEqualTo(64);
		assertThat(run(serviceUrl, "--help").output()).contains("Exit status:");
	}

	@Test
	void aRefusalIsExplainedAndItsReasonIsJson() throws Exception {
		Files.writeString(this.directory.resolve("users"), user("refused"));
		Run key = run(serviceUrl, "users", "ü");
		assertThat(key.status()).isEqualTo(3);
		assertThat(key.output()).contains("\"header\":\"Idempotency-Key\"").hasLineCount(1);
		assertThat(key.words()).isEqualTo("The service refuses the import with status 400. No line was read.\n");
		Files.writeString(this.directory.resolve("users"), user("refused"), StandardCharsets.UTF_16);
		Run encoding = run(serviceUrl, "users");
		assertThat(encoding.status()).isEqualTo(3);
		assertThat(encoding.output()).contains("looks like UTF-16");
		Run path = run(serviceUrl + "/nowhere", "users");
		assertThat(path.status()).isEqualTo(3);
		assertThat(path.output()).contains("/not-found");
		assertThat(path.words()).contains("status 404");
	}

	@ParameterizedTest
	@CsvSource({ "503, 4", "502, 4", "500, 4", "401, 3", "413, 3" })
	void otherRefusalsAreExplainedToo(int status, int exit) throws Exception {
		Run run = runAgainst(status, "<html>no JSON</html>\n", true);
		assertThat(run).isEqualTo(new Run(exit, "", "<html>no JSON</html>\n"
				+ "The service refuses the import with status " + status + ". No line was read.\n"));
	}

	@Test
	void aRefusedConnectionIsExplained() throws Exception {
		Files.writeString(this.directory.resolve("users"), user("nobody"));
		Run run = run("http://127.0.0.1:1", "users");
		assertThat(run.status()).isEqualTo(4);
		assertThat(run.output()).isEmpty();
		assertThat(run.words()).endsWith("The service could not be reached.\n").doesNotContain("again");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", RESULT, RESULT + "{\"line\":2,\"status\":40", RESULT + "{\"complete\":true,\"tot" })
	void aTruncatedAnswerIsReportedAsSuch(String answer) throws Exception {
		Run run = runAgainst(200, answer, false);
		assertThat(run.status()).isEqualTo(2);
		assertThat(run.output()).isEmpty();
		assertThat(run.words()).endsWith((answer.isEmpty() ? 0 : 1) + " of 1 lines: " + (answer.isEmpty() ? 0 : 1)
				+ " registered, 0 not\nThe answer was cut off. Import the file again with the same KEY.\n");
	}

	@Test
	void anEarlyEndIsReportedAsSuch() throws Exception {
		String last = "{\"complete\":false,\"total\":1,\"problem\":{\"status\":503}}\n";
		Run run = runAgainst(200, RESULT + last, true);
		assertThat(run.status()).isEqualTo(2);
		assertThat(run.output()).isEqualTo(last);
		assertThat(run.words()).contains("ended the import", "with the same KEY");
	}

	/**
	 * Runs the script with a stub that gives this answer.
	 * @param whole whether the answer is complete
	 */
	private Run runAgainst(int status, String answer, boolean whole) throws Exception {
		Files.writeString(this.directory.resolve("users"), user("stub"));
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, bytes.length + (whole ? 0 : 100));
			exchange.getResponseBody().write(bytes);
			exchange.getResponseBody().flush();
			if (!whole) {
				throw new IOException("ends the connection");
			}
			exchange.close();
		});
		server.start();
		try {
			return run("http://127.0.0.1:" + server.getAddress().getPort(), "users");
		}
		finally {
			server.stop(0);
		}
	}

	private Run run(String url, String... arguments) throws Exception {
		return run(url, "", List.of(arguments));
	}

	private Run run(String url, String input, List<String> arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
		command.addAll(arguments);
		return start(command, input, url);
	}

	private Run start(List<String> command, String input, String url) throws Exception {
		Path output = Files.createTempFile("output", null);
		Path words = Files.createTempFile("words", null);
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectOutput(output.toFile())
			.redirectError(words.toFile());
		builder.environment().keySet().removeIf((name) -> name.toLowerCase().endsWith("_proxy"));
		if (url != null) {
			builder.environment().put("ENROL_URL", url);
		}
		Process process = builder.start();
		try (OutputStream in = process.getOutputStream()) {
			in.write(input.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			// The script ended without reading.
		}
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			return new Run(process.exitValue(), Files.readString(output), Files.readString(words));
		}
		finally {
			process.destroy();
			Files.delete(output);
			Files.delete(words);
		}
	}

	private static String user(String name) {
		return "{\"username\": \"User\", \"email\": \"%s@example.com\"}\n".formatted(name);
	}

	private record Run(int status, String output, String words) {
	}

}
