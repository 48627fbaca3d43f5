/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
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
import java.util.List;
import java.util.Map;

import io.github.enrol.embedded.Ports;
import io.github.enrol.system.ServiceProcess;
import io.github.enrol.system.fuzz.Request.Service;
import io.github.enrol.testing.Account;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestDatabase.Schema;
import io.github.enrol.testing.TestKafka;

/**
 * The three jars as processes, and raw connections to those with an API.
 */
final class FuzzedServices implements AutoCloseable {

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private final TestKafka kafka = Backends.newKafka();

	private final Map<Service, Integer> ports = Map.of(Service.COMMAND, Ports.free(), Service.QUERY, Ports.free());

	private final List<ServiceProcess> processes = new ArrayList<>();

	FuzzedServices(Path stateDirectory) {
		Schema schema = Backends.database().createSchema();
		Map<String, String> kafka = Map.of("spring.kafka.bootstrap-servers", this.kafka.bootstrapServers());
		start("projector-service", Ports.free(), Account.ofProjector(schema.jdbcUrl()), kafka,
				Map.of("projection.replication-factor", "1"));
		start("query-service", this.ports.get(Service.QUERY), Account.ofQueryService(schema.jdbcUrl()));
		start("command-service", this.ports.get(Service.COMMAND), kafka,
				Map.of("registration.partitions", "4", "registration.max-imports", "100",
						"registration.replication-factor", "1", "spring.kafka.streams.state-dir",
						stateDirectory.toString()));
		this.processes.forEach(ServiceProcess::awaitReady);
	}

	@SafeVarargs
	private void start(String module, int port, Map<String, String>... properties) {
		this.processes.add(ServiceProcess.start(module, "fuzz-" + module, port, ServiceProcess.merge(properties)));
	}

	/**
	 * Sends a request on a new connection and reads the complete answer.
	 * @throws SocketTimeoutException if the connection is not closed after 10 s
	 */
	List<Answer> send(Request request) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(Ports.LOOPBACK, this.ports.get(request.service())), 10_000);
			try {
				socket.getOutputStream().write(request.bytes());
				// Neither the server nor the test waits for more.
				socket.shutdownOutput();
			}
			catch (IOException refusedEarly) {
				// There is an answer to read.
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

	List<String> log() throws IOException {
		List<String> lines = new ArrayList<>();
		for (ServiceProcess process : this.processes) {
			lines.addAll(Files.readAllLines(process.output()));
		}
		return lines;
	}

	@Override
	public void close() {
		this.processes.forEach(ServiceProcess::close);
		this.kafka.close();
	}

}
