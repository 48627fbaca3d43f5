/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Those who take registrations, and their names.
 */
final class Contenders {

	static final String ENROL = "Enrol";

	static final String OTHER = "other Enrol";

	static final String TRACED = "traced Enrol";

	static final String TOKENS = "Enrol with tokens";

	static final String TLS = "Enrol with TLS";

	static final String SECURED = "secured and traced Enrol";

	static final String CRUD = "plain CRUD";

	static final String CEILING = "HTTP ceiling";

	static final String RAW_KAFKA = "raw Kafka";

	static final String GO_SAMPLE = "Go sample";

	private static final String OUTBOX = "outbox, polling";

	private static final String DEBEZIUM = "outbox, Debezium";

	private static final String RELAXED = ", no fsync";

	/**
	 * Those with the same promise: an event of each user, brought to Kafka and projected.
	 */
	static final List<String> OUTBOXES = Stream.of(OUTBOX, DEBEZIUM)
		.flatMap((name) -> Stream.of(name, name + RELAXED))
		.toList();

	private final Platform platform;

	private final Map<String, Outbox> outboxes = new LinkedHashMap<>();

	private Contenders(Platform platform) {
		this.platform = platform;
	}

	/**
	 * Starts them.
	 * @param names as the setting {@code contenders} has them
	 */
	static Map<String, Contender> start(Platform platform, List<String> names) {
		Contenders contenders = new Contenders(platform);
		Map<String, Contender> all = new LinkedHashMap<>();
		names.forEach((name) -> contenders.start(name, all));
		return all;
	}

	private void start(String name, Map<String, Contender> all) {
		switch (name) {
			case "enrol" -> all.put(ENROL, new Enrol(this.platform));
			case "other" -> all.put(OTHER, enrol(Build.other()));
			case "traced" -> all.put(TRACED, enrol(Build.beside(name).traced()));
			case "tokens" -> all.put(TOKENS, enrol(Build.beside(name).withTokens()));
			case "tls" -> all.put(TLS, enrol(Build.beside(name).encrypted()));
			case "secured" -> all.put(SECURED, enrol(Build.beside(name).encrypted().withTokens().traced()));
			case "crud" -> all.put(CRUD, new Crud(this.platform, "crud", Database.DURABLE));
			case "relaxed-crud" -> all.put(CRUD + RELAXED, new Crud(this.platform, "relaxed_crud", Database.RELAXED));
			case "outbox" -> all.put(OUTBOX, polling().contender(Database.DURABLE));
			case "relaxed-outbox" -> all.put(OUTBOX + RELAXED, polling().contender(Database.RELAXED));
			case "debezium" -> all.put(DEBEZIUM, debezium().contender(Database.DURABLE));
			case "relaxed-debezium" -> all.put(DEBEZIUM + RELAXED, debezium().contender(Database.RELAXED));
			case "go" -> all.put(GO_SAMPLE, new GoSample(this.platform));
			case "ceiling" -> all.put(CEILING, new HttpContender(HttpCeiling.start(this.platform)));
			case "kafka" -> all.put(RAW_KAFKA, new Raw(this.platform));
			default -> throw new IllegalArgumentException(name);
		}
	}

	private static Enrol enrol(Build build) {
		return new Enrol(new Platform(build));
	}

	private Outbox polling() {
		return once(OUTBOX, () -> Outbox.polling(this.platform));
	}

	private Outbox debezium() {
		return once(DEBEZIUM, () -> Outbox.debezium(this.platform));
	}

	/** Both durabilities are settings of the same processes. */
	private Outbox once(String name, Supplier<Outbox> start) {
		return this.outboxes.computeIfAbsent(name, (key) -> start.get());
	}

	private record Raw(Platform platform, Kafka kafka) implements Contender {

		private static final String TOPIC = "raw";

		Raw(Platform platform) {
			this(platform, new Kafka(platform.bootstrapServers));
			this.kafka.createTopic(TOPIC, Platform.partitions());
		}

		@Override
		public Load run(int connections, Duration duration) {
			// Its JVM is new each time.
			return Load.parse(Tool.java(RawKafka.class, this.platform.bootstrapServers, TOPIC, connections, 5,
					duration.toSeconds()));
		}

	}

}
