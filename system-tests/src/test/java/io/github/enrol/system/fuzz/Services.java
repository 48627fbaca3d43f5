package io.github.enrol.system.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.enrol.embedded.Ports;
import io.github.enrol.system.fuzz.Request.Service;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import io.github.enrol.testing.TestKafka;
import org.awaitility.Awaitility;

/**
 * The three jars as processes, and the wire to those that have an API.
 */
final class Services implements AutoCloseable {

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private final TestKafka kafka = Backends.newKafka();

	private final Map<Service, Integer> ports = Map.of(Service.COMMAND, Ports.free(), Service.QUERY, Ports.free());

	private final Map<Path, Process> processes = new LinkedHashMap<>();

	Services(Path stateDirectory) throws IOException {
		Schema schema = Backends.database().createSchema();
		List<String> database = List.of("--spring.datasource.url=" + schema.jdbcUrl(),
				"--spring.datasource.username=" + schema.username(),
				"--spring.datasource.password=" + schema.password());
		String broker = "--spring.kafka.bootstrap-servers=" + this.kafka.bootstrapServers();
		start("projector-service", Ports.free(),
				Stream.concat(database.stream(), Stream.of(broker, "--projection.replication-factor=1")));
		start("query-service", this.ports.get(Service.QUERY), database.stream());
		start("command-service", this.ports.get(Service.COMMAND), Stream.of(broker, "--registration.partitions=4",
				"--registration.replication-factor=1", "--spring.kafka.streams.state-dir=" + stateDirectory));
		for (Service service : Service.values()) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.ignoreExceptionsMatching((ex) -> ex instanceof IOException)
				.until(() -> send(Request.get(service, "/actuator/health/readiness")).get(0).status() == 200);
		}
	}

	private void start(String module, int port, Stream<String> properties) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-jar"));
		try (Stream<Path> jars = Files.list(Path.of("..", module, "target"))) {
			command.add(jars.map(Path::toString).filter((jar) -> jar.endsWith("-exec.jar")).findFirst().orElseThrow());
		}
		command.addAll(List.of("--server.address=" + Ports.LOOPBACK, "--server.port=" + port));
		properties.forEach(command::add);
		Path log = Path.of("target", "processes", "fuzz-" + module + ".log");
		Files.createDirectories(log.getParent());
		this.processes.put(log,
				new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
	}

	/**
	 * Sends a request on a connection of its own and reads all that comes back.
	 * @throws SocketTimeoutException if the connection is not done after 10 s
	 */
	List<Answer> send(Request request) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(Ports.LOOPBACK, this.ports.get(request.service())), 10_000);
			try {
				socket.getOutputStream().write(request.bytes());
				// So that nobody waits for more, neither the server nor we.
				socket.shutdownOutput();
			}
			catch (IOException refusedEarly) {
				// Then there is an answer to read.
			}
			return Answer.parse(read(socket), request.isHead());
		}
	}

	private static byte[] read(Socket socket) throws IOException {
		long end = System.nanoTime() + LONGEST.toNanos();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		InputStream in = socket.getInputStream();
		while (true) {
			long left = (end - System.nanoTime()) / 1_000_000;
			if (left <= 0) {
				throw new SocketTimeoutException();
			}
			socket.setSoTimeout((int) left);
			int count = in.read(buffer);
			if (count < 0) {
				return bytes.toByteArray();
			}
			bytes.write(buffer, 0, count);
		}
	}

	/**
	 * What the services have logged.
	 */
	List<String> log() throws IOException {
		List<String> lines = new ArrayList<>();
		for (Path file : this.processes.keySet()) {
			lines.addAll(Files.readAllLines(file));
		}
		return lines;
	}

	@Override
	public void close() {
		this.processes.values().forEach(Process::destroyForcibly);
		this.kafka.close();
	}

}
