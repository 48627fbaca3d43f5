/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.imports;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import io.github.enrol.http.limits.ImportQuota;
import java.util.concurrent.TimeUnit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.command.registration.gateway.CommandGateway;
import io.github.enrol.command.registration.gateway.RegistrationReply;
import io.github.enrol.command.registration.gateway.RegistrationReply.Outcome;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException;
import io.github.enrol.command.registration.gateway.RegistrationUnavailableException.Reason;
import io.github.enrol.command.registration.web.IdempotencyKey;
import io.github.enrol.http.problems.Problem;
import org.apache.catalina.connector.ClientAbortException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.mockito.Mockito;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * What an import does when outcomes, lines or readers of results are missing. The gateway
 * is stubbed. A test that waits for ever fails.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class RegistrationImportTests {

	private static final int WINDOW = 10;

	private static final JsonMapper json = JsonMapper.builder()
		.addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
		.build();

	private final CommandGateway gateway = Mockito.mock(CommandGateway.class);

	private final ConcurrentLinkedQueue<RegisterUser> sent = new ConcurrentLinkedQueue<>();

	private final ByteArrayOutputStream response = new ByteArrayOutputStream();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final HttpHeaders headers = new HttpHeaders();

	private Duration idleTimeout = Duration.ofMinutes(1);

	private Consumer<RegistrationImport> onStart = (started) -> {
	};

	private ImportQuota quota = ImportQuota.UNLIMITED;

	private volatile Function<RegisterUser, CompletableFuture<RegistrationReply>> decider = RegistrationImportTests::registered;

	@BeforeEach
	void stubTheGateway() {
		given(this.gateway.registerInBulk(any(), any())).willAnswer((call) -> {
			RegisterUser command = call.getArgument(1);
			this.sent.add(command);
			return this.decider.apply(command);
		});
	}

	@AfterEach
	void endThreads() {
		this.executor.shutdownNow();
	}

	@Test
	void resultsComeInLineOrderWhateverIsDecidedFirst() throws Exception {
		List<CompletableFuture<RegistrationReply>> replies = new ArrayList<>();
		List<RegisterUser> commands = new ArrayList<>();
		CountDownLatch all = new CountDownLatch(3);
		decide((command) -> {
			CompletableFuture<RegistrationReply> reply = new CompletableFuture<>();
			commands.add(command);
			replies.add(reply);
			all.countDown();
			return reply;
		});
		Future<?> run = this.executor.submit(() -> run(users(3)));
		all.await();
		for (int i = 2; i >= 0; i--) {
			replies.get(i).complete(registered(commands.get(i)).join());
		}
		run.get();
		assertThat(results()).extracting((result) -> result.path("line").asInt()).containsExactly(1, 2, 3, 0);
		for (int i = 0; i < 3; i++) {
			assertThat(results().get(i).path("user_id").stringValue()).isEqualTo(commands.get(i).userId());
		}
	}

	@Test
	void noMoreLinesAreReadThanTheWindowHolds() throws Exception {
		CompletableFuture<RegistrationReply> refused = new CompletableFuture<>();
		decide((command) -> refused);
		AtomicInteger read = new AtomicInteger();
		Future<?> run = this.executor.submit(() -> run(new ByteArrayInputStream(bytes(users(100))) {
			@Override
			public int read(byte[] buffer, int offset, int length) {
				read.incrementAndGet();
				return super.read(buffer, offset, Math.min(length, 10));
			}
		}));
		awaitFullWindow();
		assertThat(this.sent).hasSize(WINDOW);
		// A line has some 50 bytes; the first byte is read twice.
		assertThat(read).hasValueLessThan(6 * WINDOW);
		refused.complete(new RegistrationReply(Outcome.EMAIL_ALREADY_REGISTERED, null, 0, 0));
		run.get();
		assertThat(summary()).isEqualTo("true,100,0,0,100,0,0");
	}

	@Test
	void linesWaitForTheirQuotaAndAStopDoesNot() throws Exception {
		AtomicInteger tries = new AtomicInteger();
		this.quota = new ImportQuota() {

			@Override
			public Duration takeLine() {
				// Each line but the fifth comes at its second try.
				return (tries.incrementAndGet() % 2 == 0 && tries.get() < 10) ? Duration.ZERO : Duration.ofNanos(1);
			}

			@Override
			public void oweLines(long count) {
			}

		};
		AtomicReference<RegistrationImport> started = new AtomicReference<>();
		this.onStart = started::set;
		Future<?> run = this.executor.submit(() -> run(users(100)));
		Awaitility.await().until(() -> tries.get() > 20);
		assertThat(this.sent).hasSize(4);
		started.get().stop();
		run.get(10, TimeUnit.SECONDS);
		assertThat(summary()).startsWith("false,4,4,");
	}

	@Test
	void aCallerThatDoesNotReadResultsIsNotReadFrom() throws Exception {
		CountDownLatch reads = new CountDownLatch(1);
		Future<?> run = this.executor.submit(() -> run(stream(users(100)), new OutputStream() {
			@Override
			public void write(int character) throws IOException {
				await(reads);
				RegistrationImportTests.this.response.write(character);
			}
		}, Duration.ofMinutes(1)));
		awaitFullWindow();
		assertThat(this.sent).hasSize(WINDOW);
		reads.countDown();
		run.get();
		assertThat(summary()).isEqualTo("true,100,100,0,0,0,0");
	}

	@Test
	void aLineWithoutAnOutcomeIsResentAsTheSameCommandInOrder() throws Exception {
		AtomicInteger tries = new AtomicInteger();
		decide((command) -> (tries.incrementAndGet() <= 5) ? unavailable() : registered(command));
		run(stream(users(4)), this.response, Duration.ofMinutes(1));
		assertThat(summary()).isEqualTo("true,4,4,0,0,0,0");
		assertThat(this.sent).hasSizeGreaterThan(8);
		assertThat(this.sent.stream().distinct()).hasSize(4);
		assertThat(results()).extracting((result) -> result.path("line").asInt()).containsExactly(1, 2, 3, 4, 0);
	}

	@Test
	void endsEarlyWhenALineHasNoOutcomeInItsTime() throws Exception {
		this.idleTimeout = Duration.ofSeconds(1);
		decide((command) -> command.email().startsWith("user3@") ? unavailable() : registered(command));
		InputStream endless = new InputStream() {
			private int next;

			private InputStream line = stream("");

			@Override
			public int read() throws IOException {
				int character = this.line.read();
				if (character < 0) {
					this.line = stream(user(this.next++));
					return this.line.read();
				}
				return character;
			}
		};
		run(endless, this.response, Duration.ZERO);
		assertThat(results().get(3).path("status").asInt()).isEqualTo(503);
		assertThat(results().get(3).path("problem").path("idempotency_key").stringValue()).isEqualTo(
				this.sent.stream().filter((c) -> c.email().startsWith("user3@")).findFirst().orElseThrow().commandId());
		assertThat(results()).hasSizeBetween(5, 5 + 2 * WINDOW);
		JsonNode last = last();
		assertThat(last.path("complete").booleanValue()).isFalse();
		assertThat(last.path("unknown").asInt()).isEqualTo(1);
		assertThat(last.path("problem").path("type").stringValue()).endsWith("/outcome-unknown");
		assertThat(last.path("problem").path("idempotency_key").stringValue()).isEqualTo("import");
		// Every sent line has a result.
		assertThat(this.sent.stream().map(RegisterUser::email).distinct()).hasSize(results().size() - 1);
	}

	@Test
	void resultsArriveWhileGzippedLinesAreStillSent() throws Exception {
		PipedInputStream body = new PipedInputStream();
		GZIPOutputStream caller = new GZIPOutputStream(new PipedOutputStream(body), true);
		this.headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
		Future<?> run = this.executor.submit(() -> run(body));
		for (int i = 1; i <= 20; i++) {
			caller.write(bytes(user(i)));
			caller.flush();
			int count = i;
			Awaitility.await().until(() -> results().size() == count);
		}
		caller.close();
		run.get();
		assertThat(summary()).isEqualTo("true,20,20,0,0,0,0");
	}

	@Test
	void truncatedGzipEndsTheImportAfterTheReadableLines() throws Exception {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		GZIPOutputStream out = new GZIPOutputStream(compressed, true);
		out.write(bytes(users(5)));
		out.flush();
		this.headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
		run(new ByteArrayInputStream(compressed.toByteArray()));
		assertThat(summary()).isEqualTo("false,5,5,0,0,0,0");
		assertThat(last().path("problem").path("detail").stringValue()).contains("it ends too early");
	}

	@Test
	void endsEarlyWhenTheRequestIsTruncated() throws Exception {
		run(new SequenceInputStream(stream(users(2) + "{\"username\""), new InputStream() {
			@Override
			public int read() throws IOException {
				throw new EOFException();
			}
		}));
		assertThat(summary()).isEqualTo("false,2,2,0,0,0,0");
		assertThat(last().path("problem").path("type").stringValue()).endsWith("/malformed-request");
	}

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void endsWithAllResultsWhenOnlyBlankLinesOrBytesOfOneLineArrive() throws Exception {
		this.idleTimeout = Duration.ofMillis(200);
		for (String dripping : List.of("\n", " ", "x", "{\"username\":\"")) {
			this.response.reset();
			run(new SequenceInputStream(stream(users(2)), dripping(dripping)));
			assertThat(summary()).isEqualTo("false,2,2,0,0,0,0");
			assertThat(last().path("problem").path("detail").stringValue()).startsWith("No line came for");
		}
	}

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void refusesToStartWhenNoFirstLineArrives() {
		this.idleTimeout = Duration.ofMillis(200);
		assertThatThrownBy(() -> run(dripping("\n"))).isInstanceOf(Problem.class)
			.hasMessageContaining("No line came for");
		assertThat(this.response.size()).isZero();
	}

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void aLineNowAndThenKeepsAnImportAlive() throws Exception {
		this.idleTimeout = Duration.ofMillis(500);
		long start = System.nanoTime();
		AtomicInteger next = new AtomicInteger();
		run(new SequenceInputStream(dripping(() -> {
			boolean goOn = System.nanoTime() - start < 3 * this.idleTimeout.toNanos();
			return goOn ? user(next.getAndIncrement()) : "";
		}), stream(user(-1))));
		assertThat(last().path("complete").booleanValue()).isTrue();
	}

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void endsWhenResultsAreReadTooSlowly() {
		this.idleTimeout = Duration.ofMillis(200);
		OutputStream slow = new OutputStream() {
			@Override
			public void write(int character) {
				LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
			}
		};
		assertThatThrownBy(() -> run(dripping("{}\n"), slow, Duration.ofMinutes(1)))
			.isInstanceOf(ClientAbortException.class);
	}

	@Test
	void afterADisconnectNothingMoreIsReadOrSent() {
		AtomicInteger written = new AtomicInteger();
		assertThatThrownBy(() -> run(stream(users(1000)), new OutputStream() {
			@Override
			public void write(int character) throws IOException {
				if (written.incrementAndGet() > 500) {
					throw new IOException("broken pipe");
				}
			}
		}, Duration.ofMinutes(1))).hasMessage("broken pipe");
		assertThat(this.sent).hasSizeLessThan(3 * WINDOW);
		// The thread may still be terminating.
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().equals("registration-import")));
	}

	@Test
	void anInternalErrorTruncatesTheResponse() {
		decide((command) -> {
			throw new IllegalStateException("bug");
		});
		assertThatThrownBy(() -> run(users(3))).hasRootCauseMessage("bug");
		assertThat(this.response.toString(StandardCharsets.UTF_8)).doesNotContain("complete");
	}

	@Test
	void theKeyOfALineDependsOnItsPayloadAndOnTheKeyOfTheImport() throws Exception {
		String line = """
				{"username": "a", "email": "a@example.com"}
				""";
		run(line + line + line.replace("a@", "A@") + line.replace("\"a\"", "\"b\"") + line.replace(":", " : "));
		run(stream(line), new IdempotencyKey("other"), this.response, Duration.ZERO);
		List<String> keys = this.sent.stream().map(RegisterUser::commandId).toList();
		assertThat(keys.get(1)).isEqualTo(keys.get(0));
		assertThat(keys.get(4)).isEqualTo(keys.get(0));
		assertThat(keys.stream().distinct()).hasSize(4);
	}

	private void decide(Function<RegisterUser, CompletableFuture<RegistrationReply>> decider) {
		this.decider = decider;
	}

	private static CompletableFuture<RegistrationReply> registered(RegisterUser command) {
		return CompletableFuture.completedFuture(new RegistrationReply(Outcome.REGISTERED, command.userId(), 0, 0));
	}

	private static CompletableFuture<RegistrationReply> unavailable() {
		return CompletableFuture.failedFuture(new RegistrationUnavailableException(Reason.NO_REPLY, null));
	}

	private Void run(String lines) throws IOException {
		return run(stream(lines));
	}

	private Void run(InputStream body) throws IOException {
		return run(body, this.response, Duration.ofMinutes(1));
	}

	private Void run(InputStream body, OutputStream out, Duration lineTimeout) throws IOException {
		return run(body, new IdempotencyKey("import"), out, lineTimeout);
	}

	private Void run(InputStream body, IdempotencyKey key, OutputStream out, Duration lineTimeout) throws IOException {
		URI users = URI.create("https://users.example.com");
		this.headers.setContentType(MediaType.APPLICATION_NDJSON);
		try (ImportLines lines = ImportLines.open(this.headers, body, this.idleTimeout, this.quota)) {
			RegistrationImport started = new RegistrationImport(this.gateway, WINDOW, lineTimeout, key, lines,
					new StreamedResults(out, false, new ResultLines(json, users), this.idleTimeout));
			this.onStart.accept(started);
			started.run();
		}
		return null;
	}

	/**
	 * Waits until the reading thread waits for a place.
	 */
	private static void awaitFullWindow() {
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.entrySet()
				.stream()
				.anyMatch((thread) -> thread.getKey().getState() == Thread.State.WAITING && Stream.of(thread.getValue())
					.anyMatch((frame) -> frame.getMethodName().equals("awaitPlace"))));
	}

	private static String users(int count) {
		StringBuilder lines = new StringBuilder();
		for (int i = 0; i < count; i++) {
			lines.append(user(i));
		}
		return lines.toString();
	}

	private static String user(int i) {
		return "{\"username\":\"User\",\"email\":\"user%d@example.com\"}\n".formatted(i);
	}

	private static InputStream stream(String text) {
		return new ByteArrayInputStream(bytes(text));
	}

	/**
	 * Repeats the text one byte at a time, so that time passes.
	 */
	private static InputStream dripping(String text) {
		return dripping(() -> text);
	}

	private static InputStream dripping(Supplier<String> texts) {
		return new InputStream() {
			private InputStream text = stream("");

			@Override
			public int read() throws IOException {
				LockSupport.parkNanos(100_000);
				int character = this.text.read();
				if (character < 0) {
					this.text = stream(texts.get());
					character = this.text.read();
				}
				return character;
			}

			@Override
			public int read(byte[] buffer, int offset, int length) throws IOException {
				return super.read(buffer, offset, Math.min(length, 1));
			}
		};
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private List<JsonNode> results() {
		return this.response.toString(StandardCharsets.UTF_8).lines().map(json::readTree).toList();
	}

	private JsonNode last() {
		return results().get(results().size() - 1);
	}

	private String summary() {
		return Stream.of("complete", "total", "registered", "repeated", "refused", "invalid", "unknown")
			.map((name) -> last().path(name).asString())
			.collect(Collectors.joining(","));
	}

}
