/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.command.registration.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.command.registration.gateway.CommandPartitions;
import io.github.enrol.kafka.topics.RestoreMark;
import io.github.enrol.kafka.topics.TopicSetting;
import io.github.enrol.kafka.topics.TopicSetting.Severity;
import io.github.enrol.kafka.topics.TopicSpec;
import io.github.enrol.testing.Backends;
import io.github.enrol.testing.TestKafka;
import io.github.enrol.testing.TestTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Topics are created as they must be, and refused if they are otherwise, on a real
 * broker.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationTopicsIntegrationTests {

	private static final int PARTITIONS = 2;

	private static final String CHANGELOG = "command-service-registrations-changelog";

	/** For each needed value one that is not allowed. */
	private static final Map<String, List<String>> WRONG = Map.of("a value without compact",
			List.of("compact", "compact,delete"), "a value with compact", List.of("delete"), "a limit", List.of("-1"),
			"a value without delete", List.of("delete", "compact,delete"), "a value with delete", List.of("compact"),
			"-1", List.of("3600000", "1"), "CreateTime", List.of("LogAppendTime"), "false", List.of("true"));

	private static TestKafka kafka;

	private static Admin admin;

	@BeforeAll
	static void start() {
		kafka = Backends.newKafka();
		admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
	}

	@AfterAll
	static void stop() {
		admin.close();
		kafka.close();
	}

	@AfterEach
	void deleteTopics() throws Exception {
		TestTopics.deleteAll(admin);
	}

	@Test
	void createsTopicsThatItAccepts(CapturedOutput output) throws Exception {
		createAll();
		assertThat(topics().ensure(admin)).isEqualTo(PARTITIONS);
		assertThat(output).doesNotContain("Topics are weaker");
	}

	@Test
	void eachSettingOfEachTopicIsCheckedAgainstEachWrongValue() throws Exception {
		createAll();
		Collection<? extends Deque<Wrong>> left = wrongs().stream()
			.collect(Collectors.groupingBy(Wrong::topic, Collectors.toCollection(ArrayDeque::new)))
			.values();
		int checked = 0;
		for (List<Wrong> oneOfEachTopic = next(left); !oneOfEachTopic.isEmpty(); oneOfEachTopic = next(left)) {
			set(oneOfEachTopic);
			check(oneOfEachTopic);
			restore(oneOfEachTopic);
			checked += oneOfEachTopic.size();
		}
		assertThat(checked).isGreaterThan(40);
		assertThat(topics().ensure(admin)).isEqualTo(PARTITIONS);
	}

	@Test
	void anyCombinationIsReportedAtOnce() throws Exception {
		createAll();
		List<Wrong> all = wrongs();
		for (long seed = 1; seed <= 4; seed++) {
			Random random = new Random(seed);
			Map<String, Wrong> chosen = new HashMap<>();
			random.ints(5, 0, all.size())
				.mapToObj(all::get)
				.forEach((wrong) -> chosen.put(wrong.topic() + wrong.setting().name(), wrong));
			// Nor is compaction where nothing is compacted.
			chosen.values()
				.removeIf((wrong) -> (wrong.setting().name().startsWith("retention.")
						|| wrong.setting().name().endsWith(".retention.ms")
						|| wrong.setting().name().endsWith(".compaction.lag.ms"))
						&& chosen.containsKey(wrong.topic() + "cleanup.policy"));
			set(chosen.values());
			assertThatCode(() -> check(chosen.values())).as("seed " + seed).doesNotThrowAnyException();
			restore(chosen.values());
		}
	}

	@Test
	void aTopicThatDeletesNothingNeedsNoRetention() throws Exception {
		createAll();
		set("user-commands", "retention.ms", "1");
		set("user-commands", "cleanup.policy", "");
		set("user-events", "retention.ms", "1");
		assertThat(topics().ensure(admin)).isEqualTo(PARTITIONS);
	}

	@Test
	void theRefusalSaysWhatIsWrongAndWhatHelps() throws Exception {
		createAll();
		set("user-events", "cleanup.policy", "compact,delete");
		set("user-events", "retention.ms", "3600000");
		assertThatExceptionOfType(TopicMismatchException.class).isThrownBy(() -> topics().ensure(admin))
			.withMessage(
					"The topic user-events has retention.ms=3600000 instead of -1, so that events are deleted after"
							+ " that time, and their users are lost in a rebuild.")
			.extracting(TopicMismatchException::remedy)
			.isEqualTo("Run kafka-configs.sh --bootstrap-server … --alter --entity-type topics --entity-name"
					+ " user-events --add-config retention.ms=-1, or accept the loss by"
					+ " registration.allowed-topic-settings=user-events/retention.ms.");
	}

	@Test
	void anOldTopicOfEventsIsAcceptedAndItsChangeIsAskedFor(CapturedOutput output) throws Exception {
		createAll();
		set("user-events", "cleanup.policy", "delete");
		set("user-events", "max.compaction.lag.ms", "9223372036854775807");
		assertThat(topics().ensure(admin)).isEqualTo(PARTITIONS);
		assertThat(output)
			.contains("The topic user-events has cleanup.policy=delete instead of a value with compact, so"
					+ " that it keeps the addresses of erased users for ever. Run kafka-configs.sh --bootstrap-server …"
					+ " --alter --entity-type topics --entity-name user-events --add-config cleanup.policy=compact.")
			.doesNotContain("max.compaction.lag.ms");
	}

	@Test
	void theAgeOfAStateIsMeasuredByTheChangelogsOwnSetting() throws Exception {
		RegistrationTopics topics = topics();
		assertThat(topics.tombstoneRetention()).isEqualTo(Duration.ofDays(7));
		createAll();
		set(CHANGELOG, "delete.retention.ms", "86400000");
		topics.ensure(admin);
		assertThat(topics.tombstoneRetention()).isEqualTo(Duration.ofDays(1));
	}

	@Test
	void fewerReplicasThanConfiguredAreAWarningThatIsNotRepeated(CapturedOutput output) throws Exception {
		createAll();
		RegistrationTopics topics = topics(3, List.of());
		topics.ensure(admin);
		topics.ensure(admin);
		assertThat(output.getAll().split("The topic user-events has replication factor=1 instead of at least 3", -1))
			.hasSize(2);
		assertThat(output).contains("The topic user-events has min.insync.replicas=1 instead of at least 2");
	}

	@ParameterizedTest
	@CsvSource({ "user-commands", "user-events", CHANGELOG, "user-commands user-events", "user-commands " + CHANGELOG,
			"user-events " + CHANGELOG })
	void topicsWithMorePartitionsThanTheOthersAreRefused(String enlarged) throws Exception {
		createAll();
		enlarge(enlarged.split(" "));
		assertThatExceptionOfType(TopicMismatchException.class).isThrownBy(() -> topics().ensure(admin))
			.withMessageMatching("The topic user-commands has (2|4) partitions and [a-z-]+ has (2|4)\\. They must .*");
	}

	@Test
	void enlargingAllOfThemIsNoWayAroundWhileAnInstanceRuns() throws Exception {
		createAll();
		RegistrationTopics topics = topics();
		topics.ensure(admin);
		enlarge("user-commands", "user-events", CHANGELOG);
		assertThatExceptionOfType(TopicMismatchException.class).isThrownBy(() -> topics.ensure(admin))
			.withMessageContaining("has 4 partitions and had 2 when this instance started");
	}

	@Test
	void enlargingAllOfThemIsRefusedForTheAddressesThatWouldMove() throws Exception {
		createAll();
		try (KafkaProducer<String, String> producer = producer()) {
			for (int i = 0; i < 100; i++) {
				producer.send(new ProducerRecord<>(CHANGELOG, "user" + i + "@example.com", "a state"));
			}
		}
		assertThat(topics().ensure(admin)).isEqualTo(PARTITIONS);
		enlarge("user-commands", "user-events", CHANGELOG);
		assertThatExceptionOfType(TopicMismatchException.class).isThrownBy(() -> topics().ensure(admin))
			.withMessageContaining("were enlarged to 4 partitions");
	}

	@Test
	void topicsOfAnotherSizeAreRefusedBeforeMoreAreCreated() throws Exception {
		TestTopics.create(admin, new NewTopic("user-events", 3, (short) 1));
		assertThatExceptionOfType(TopicMismatchException.class).isThrownBy(() -> topics().ensure(admin))
			.withMessageContaining("user-commands has 2 partitions and user-events has 3");
		assertThat(admin.listTopics().names().get()).containsExactly("user-events");
	}

	@Test
	void eventsWithoutTheChangelogAreRefused() throws Exception {
		topics().ensure(admin);
		topics().ensure(admin);
		try (KafkaProducer<String, String> producer = producer()) {
			producer.send(new ProducerRecord<>("user-events", "a@example.com", "an event")).get();
		}
		assertThatExceptionOfType(TopicMismatchException.class).isThrownBy(() -> topics().ensure(admin))
			.withMessageContaining(CHANGELOG + " does not exist although user-events has records");
	}

	/** Also by versions that know nothing of a mark, because of its cleanup policy. */
	@Test
	void aChangelogThatIsBeingRestoredIsRefusedUntilItIsComplete() throws Exception {
		createAll();
		alter(true);
		for (List<String> allowed : List.of(List.<String>of(), List.of(CHANGELOG + "/cleanup.policy"))) {
			assertThatExceptionOfType(TopicMismatchException.class).isThrownBy(() -> topics(1, allowed).ensure(admin))
				.withMessageContaining(CHANGELOG + " is being restored from user-events");
		}
		alter(false);
		assertThat(topics().ensure(admin)).isEqualTo(PARTITIONS);
	}

	private static void alter(boolean marked) throws Exception {
		ConfigResource changelog = new ConfigResource(ConfigResource.Type.TOPIC, CHANGELOG);
		Collection<AlterConfigOp> settings = marked ? RestoreMark.set() : RestoreMark.remove();
		admin.incrementalAlterConfigs(Map.of(changelog, settings)).all().get();
		Awaitility.await()
			.until(() -> RestoreMark
				.isOn(admin.describeConfigs(List.of(changelog)).all().get().get(changelog)) == marked);
	}

	@Test
	void theDocumentationListsEachSetting() throws IOException {
		String documentation = Files.readString(Path.of("../docs/operations.md"));
		Map<Severity, String> otherwise = Map.of(Severity.REQUIRED, "refused", Severity.KEEPS_DATA,
				"refused unless allowed", Severity.ADVISED, "a warning");
		for (TopicSpec topic : topics(3, List.of()).all()) {
			String name = topic.name().replace("command-service-registrations", "…");
			assertThat(topic.settings()).filteredOn((setting) -> !setting.reason().isEmpty())
				.allSatisfy((setting) -> assertThat(documentation.lines())
					.filteredOn((line) -> line.startsWith("| ") && line.contains("`" + name + "`"))
					.anyMatch((line) -> line.contains(" | `" + setting.name() + "` | " + setting.needed() + " | "
							+ otherwise.get(setting.severity()) + " |")));
		}
	}

	private static List<Wrong> next(Collection<? extends Deque<Wrong>> wrongs) {
		return wrongs.stream().map(Deque::poll).filter(Objects::nonNull).toList();
	}

	/**
	 * Starts and expects what each finding leads to.
	 */
	private static void check(Collection<Wrong> wrongs) throws Exception {
		List<Wrong> refused = wrongs.stream()
			.filter((wrong) -> wrong.setting().severity() != Severity.ADVISED)
			.toList();
		List<String> required = refused.stream()
			.filter((wrong) -> wrong.setting().severity() == Severity.REQUIRED)
			.map(Wrong::sentence)
			.toList();
		List<String> names = refused.stream().map((wrong) -> wrong.topic() + "/" + wrong.setting().name()).toList();
		check(refused.stream().map(Wrong::sentence).toList(), topics(1, List.of()));
		check(required, topics(1, names));
	}

	private static void check(List<String> refused, RegistrationTopics topics) throws Exception {
		if (refused.isEmpty()) {
			topics.ensure(admin);
		}
		else {
			assertThatExceptionOfType(TopicMismatchException.class).isThrownBy(() -> topics.ensure(admin))
				.satisfies((ex) -> assertThat(Stream.of(ex.getMessage().split("(?<=\\.) (?=The topic)"))
					.map((sentence) -> sentence.replaceAll(", so that.*", "")))
					.containsExactlyInAnyOrderElementsOf(refused));
		}
	}

	private static RegistrationTopics topics() {
		return topics(1, List.of());
	}

	private static RegistrationTopics topics(int replicas, List<String> allowed) {
		return new RegistrationTopics(
				new StreamsProperties(PARTITIONS, (short) replicas, Duration.ofDays(7), Duration.ofMinutes(5),
						Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(7), allowed, DataSize.ofMegabytes(96)),
				"command-service", Map.of("bootstrap.servers", kafka.bootstrapServers()), new CommandPartitions());
	}

	/**
	 * Creates the topics, and the one that Kafka Streams creates.
	 */
	private static void createAll() throws Exception {
		RegistrationTopics topics = topics();
		topics.ensure(admin);
		TestTopics.create(admin, topics.changelog().newTopic(PARTITIONS));
	}

	/**
	 * Retention is of no importance where nothing is deleted.
	 */
	private static List<Wrong> wrongs() {
		return topics().all()
			.stream()
			.flatMap((topic) -> topic.settings()
				.stream()
				.filter((setting) -> !topic.name().equals("user-events") || !setting.name().startsWith("retention."))
				.flatMap((setting) -> wrongValues(setting).stream()
					.map((value) -> new Wrong(topic.name(), setting, value))))
			.toList();
	}

	private static List<String> wrongValues(TopicSetting setting) {
		if (setting.needed().startsWith("at least ")) {
			long least = Long.parseLong(setting.needed().substring("at least ".length()));
			return (least > 1) ? List.of(Long.toString(least - 1), "1") : List.of();
		}
		if (setting.needed().startsWith("at most ")) {
			long most = Long.parseLong(setting.needed().substring("at most ".length()));
			return List.of(Long.toString(most + 1), Long.toString(Long.MAX_VALUE));
		}
		return WRONG.getOrDefault(setting.needed(), List.of());
	}

	private static void set(String topic, String name, String value) throws Exception {
		alter(topic, new AlterConfigOp(new ConfigEntry(name, value), OpType.SET));
	}

	private static void set(Collection<Wrong> wrongs) throws Exception {
		for (Wrong wrong : wrongs) {
			set(wrong.topic(), wrong.setting().name(), wrong.value());
		}
	}

	private static void restore(Collection<Wrong> wrongs) throws Exception {
		for (Wrong wrong : wrongs) {
			set(wrong.topic(), wrong.setting().name(), wrong.setting().created());
		}
	}

	private static void alter(String topic, AlterConfigOp change) throws Exception {
		ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
		admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.until(() -> admin.describeConfigs(List.of(resource))
				.all()
				.get()
				.get(resource)
				.get(change.configEntry().name())
				.value()
				.equals(change.configEntry().value()));
	}

	private static KafkaProducer<String, String> producer() {
		return new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(),
				new StringSerializer());
	}

	private static void enlarge(String... topics) throws ExecutionException, InterruptedException {
		admin
			.createPartitions(Stream.of(topics)
				.collect(Collectors.toMap((topic) -> topic, (topic) -> NewPartitions.increaseTo(4))))
			.all()
			.get();
		Awaitility.await()
			.until(() -> admin.describeTopics(List.of(topics))
				.allTopicNames()
				.get()
				.values()
				.stream()
				.allMatch((topic) -> topic.partitions().size() == 4));
	}

	private record Wrong(String topic, TopicSetting setting, String value) {

		String sentence() {
			return "The topic " + this.topic + " has " + this.setting.name() + "=" + this.value + " instead of "
					+ this.setting.needed();
		}

	}

}
