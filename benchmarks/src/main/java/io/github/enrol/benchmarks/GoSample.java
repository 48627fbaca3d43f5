/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The binary of ytake/protoactor-go-cqrs-example, which is not part of this project: an
 * actor per address, and a journal, snapshots and read model in MySQL. Its ports and its
 * account are fixed. Each turn has a new process, since one that has ceased to answer
 * does so for ever.
 */
final class GoSample implements Contender {

	private static final int DATABASE_PORT = 3306;

	private static final int PORT = 1323;

	private final List<String> command = List
		.of(Path.of(Settings.text("go-sample", "go-sample")).toAbsolutePath().toString());

	private final Platform platform;

	private final Database database;

	private Optional<JavaProcess> process = Optional.empty();

	GoSample(Platform platform) {
		this.platform = platform;
		this.database = platform.schema("sample");
		if (!this.database.jdbcUrl().contains(":" + DATABASE_PORT + "/")) {
			throw new IllegalStateException("The Go sample needs -Ddatabase-port=" + DATABASE_PORT);
		}
		JdbcClient sql = this.database.with(new ClassPathResource("go-sample.sql")).sql();
		for (String host : List.of("127.0.0.1", "localhost")) {
			sql.sql("CREATE USER IF NOT EXISTS 'user'@'" + host + "' IDENTIFIED BY 'passw@rd'").update();
			sql.sql("GRANT ALL PRIVILEGES ON sample.* TO 'user'@'" + host + "'").update();
		}
	}

	@Override
	public Load run(int connections, Duration duration) {
		stop();
		JavaProcess sample = this.platform.keep(JavaProcess.program("go-sample", PORT, this.command));
		this.process = Optional.of(sample);
		sample.await("/");
		return Tool.load("register.lua", sample.uri("/user/registration"), connections, duration,
				Long.toString(System.nanoTime(), Character.MAX_RADIX));
	}

	/**
	 * As of the others, but without latencies of a load that got no answer.
	 */
	@Override
	public Map<String, Double> measure(int connections, Duration duration) {
		Instant began = Instant.now();
		Load load = run(connections, duration);
		Map<String, Double> metrics = load.metrics();
		if (load.requests() == load.errors()) {
			metrics.keySet().retainAll(List.of(Load.RATE, "errors"));
		}
		else {
			metrics.put(Load.PROJECTED, 100.0 * this.database.usersSince(began) / load.requests());
		}
		return metrics;
	}

	@Override
	public Optional<Database> readModel() {
		return Optional.of(this.database);
	}

	/**
	 * Its read model may be minutes behind. What is left of it is lost with the process.
	 */
	@Override
	public void settle() {
		stop();
		Platform.rest();
	}

	private void stop() {
		this.process.ifPresent(JavaProcess::close);
	}

}
