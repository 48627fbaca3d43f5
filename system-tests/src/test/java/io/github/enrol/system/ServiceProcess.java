package io.github.enrol.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A service's jar, run as {@code java -jar} by a process of its own, configured by
 * arguments alone. Its output goes to a file below {@code target/processes}.
 */
final class ServiceProcess implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	private static final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final String name;

	private final int port;

	private final List<String> command;

	private Process process;

	private ServiceProcess(String name, int port, List<String> command) {
		this.name = name;
		this.port = port;
		this.command = command;
		this.process = launch();
	}

	/**
	 * Starts an instance; it may not be ready yet.
	 * @param module whose jar is run
	 * @param name of the instance, and of the file with its output
	 */
	static ServiceProcess start(String module, String name, int port, Map<String, String> properties) {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
				"-jar", jar(module).toString(), "--server.address=127.0.0.1", "--server.port=" + port));
		properties.forEach((key, value) -> command.add("--" + key + "=" + value));
		return new ServiceProcess(name, port, command);
	}

	private static Path jar(String module) {
		try (Stream<Path> jars = Files.list(Path.of("..", module, "target"))) {
			return jars.filter((file) -> file.getFileName().toString().endsWith("-exec.jar"))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("package " + module + " first"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Process launch() {
		try {
			Path output = Path.of("target", "processes", this.name + ".log");
			Files.createDirectories(output.getParent());
			return new ProcessBuilder(this.command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	/**
	 * Waits until the service says that it is ready.
	 * @return how long that took
	 */
	Duration awaitReady() {
		Instant start = Instant.now();
		while (!isReady()) {
			if (!this.process.isAlive()) {
				throw new IllegalStateException(this.name + " ended with " + this.process.exitValue());
			}
			if (start.plus(START_TIMEOUT).isBefore(Instant.now())) {
				throw new IllegalStateException(this.name + " is not ready after " + START_TIMEOUT);
			}
			sleep();
		}
		return Duration.between(start, Instant.now());
	}

	boolean isReady() {
		try {
			HttpRequest request = HttpRequest.newBuilder(uri("/actuator/health/readiness"))
				.timeout(Duration.ofSeconds(5))
				.build();
			return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static void sleep() {
		try {
			Thread.sleep(100);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * kill -9.
	 */
	void kill() {
		this.process.destroyForcibly();
		await();
	}

	/**
	 * SIGTERM.
	 * @return how long it took to exit
	 */
	Duration terminate() {
		Instant start = Instant.now();
		this.process.destroy();
		await();
		return Duration.between(start, Instant.now());
	}

	/**
	 * Starts the ended process again, with the same configuration.
	 */
	void restart() {
		this.process = launch();
	}

	private void await() {
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException(this.name + " does not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		if (this.process.isAlive()) {
			this.process.destroyForcibly();
			await();
		}
	}

}
