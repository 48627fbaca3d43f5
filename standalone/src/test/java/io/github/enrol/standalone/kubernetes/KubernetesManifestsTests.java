/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.enrol.command.registration.gateway.CommandRecords;
import io.github.enrol.events.UserEvents;
import io.github.enrol.kafka.deadletters.Letter;
import io.github.enrol.kafka.topics.TopicSpec;
import io.github.enrol.testing.kubernetes.KafkaRight;
import io.github.enrol.testing.kubernetes.Manifest;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The manifests say the same as the services, Compose and the documents. Whether they are
 * valid, {@code .ci/kubernetes} checks.
 */
class KubernetesManifestsTests {

	private static final List<String> SERVICES = List.of("command-service", "projector-service", "query-service");

	/** What Strimzi sets by itself, and what is for a trial. */
	private static final String OTHER_BROKER_SETTINGS = "CONTROLLER_.*|LISTENER.*|ADVERTISED_LISTENERS|PROCESS_ROLES|NODE_ID"
			+ "|INTER_BROKER_LISTENER_NAME|LOG_DIRS|HEAP_OPTS|GROUP_INITIAL_REBALANCE_DELAY_MS";

	@ParameterizedTest
	@ValueSource(strings = { "command-service", "projector-service", "query-service" })
	void everyVariableIsADocumentedPropertyOfTheService(String service) {
		String document = read("docs/configuration.md");
		List<String> documented = matches("(?m)^\\| `([a-z]+\\.[a-z.-]+)` \\|", document)
			.map((property) -> property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT))
			.toList();
		List<String> names = new ArrayList<>(variables(service).keySet());
		String references = read("deploy/kubernetes/base/" + service + ".yaml");
		names.removeIf((name) -> references.contains("$(" + name + ")") || documented.contains(name)
				|| isOfKafka(name, "SPRING_KAFKA_PROPERTIES_", AdminClientConfig.configNames())
				|| isOfKafka(name, "SPRING_KAFKA_STREAMS_PROPERTIES_MAIN_CONSUMER_", ConsumerConfig.configNames())
				|| isOfKafka(name, "SPRING_KAFKA_STREAMS_PROPERTIES_", StreamsConfig.configDef().names()));
		assertThat(names).isEmpty();
		assertThat(documented).hasSizeGreaterThan(30);
	}

	private static boolean isOfKafka(String variable, String prefix, Set<String> settings) {
		return variable.startsWith(prefix)
				&& settings.contains(variable.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '.'));
	}

	@ParameterizedTest
	@ValueSource(strings = { "command-service", "projector-service", "query-service" })
	void portsAndProbesAreThoseOfTheService(String service) {
		Properties packaged = packaged(service);
		int port = Integer.parseInt(packaged.getProperty("server.port"));
		assertThat(container(service, "ports", 0, "containerPort").toString()).isEqualTo(Integer.toString(port));
		assertThat(Manifest.in("base")
			.stream()
			.filter((manifest) -> manifest.kind().equals("Service")
					&& service.equals(manifest.get("spec", "selector", "app.kubernetes.io/name"))))
			.isNotEmpty()
			.allSatisfy((manifest) -> assertThat(manifest.<Integer>get("spec", "ports", 0, "port")).isEqualTo(port));
		Map.of("startupProbe", "liveness", "livenessProbe", "liveness", "readinessProbe", "readiness")
			.forEach((probe, group) -> {
				assertThat(container(service, probe, "httpGet", "path")).isEqualTo("/actuator/health/" + group);
				assertThat(container(service, probe, "httpGet", "port")).isEqualTo("http");
			});
		assertThat(packaged.getProperty("management.endpoint.health.probes.enabled")).isEqualTo("true");
		assertThat(packaged.stringPropertyNames()).contains("management.endpoint.health.group.readiness.include");
	}

	@ParameterizedTest
	@ValueSource(strings = { "command-service", "projector-service", "query-service" })
	void aStopHasTheTimeThatItNeeds(String service) {
		Duration delay = variables(service).containsKey("SERVER_SHUTDOWNDELAY")
				? DurationStyle.detectAndParse((String) variables(service).get("SERVER_SHUTDOWNDELAY")) : Duration.ZERO;
		int grace = workload(service).get("spec", "template", "spec", "terminationGracePeriodSeconds");
		assertThat(Duration.ofSeconds(grace)).isGreaterThanOrEqualTo(delay.plusSeconds(15));
		if (!service.equals("projector-service")) {
			// Two failed probes take an instance out.
			int period = (Integer) container(service, "readinessProbe", "periodSeconds");
			assertThat(delay).isGreaterThanOrEqualTo(Duration.ofSeconds(2L * period + 1));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "command-service", "projector-service", "query-service" })
	void memoryAccountsAndImagesAreThoseOfCompose(String service) {
		String compose = compose(service);
		DataSize limit = size(matches("mem_limit: (\\S+)", compose).findFirst().orElseThrow());
		for (String kind : List.of("requests", "limits")) {
			assertThat(size((String) container(service, "resources", kind, "memory"))).isEqualTo(limit);
		}
		assertThat(container(service, "image")).isEqualTo("enrol/" + service);
		for (String account : List.of("SPRING_DATASOURCE_USERNAME", "SPRING_FLYWAY_USER")) {
			assertThat(variables(service).get(account))
				.isEqualTo(matches(account + ": (\\S+)", compose).findFirst().orElse(null));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "command-service", "projector-service", "query-service" })
	void aContainerHasNoMoreRightsThanItNeeds(String service) {
		Map<String, Object> pod = workload(service).get("spec", "template", "spec");
		String image = read("Dockerfile");
		assertThat(pod).containsEntry("automountServiceAccountToken", false).containsEntry("enableServiceLinks", false);
		assertThat(Manifest.<Object>at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
		assertThat(image).contains("USER " + Manifest.at(pod, "securityContext", "runAsUser") + ":"
				+ Manifest.at(pod, "securityContext", "runAsGroup"));
		assertThat(Manifest.<Object>at(pod, "securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
		assertThat(container(service, "securityContext")).isEqualTo(Map.of("allowPrivilegeEscalation", false,
				"readOnlyRootFilesystem", true, "capabilities", Map.of("drop", List.of("ALL"))));
		List<Map<String, Object>> mounts = Manifest.at(pod, "containers", 0, "volumeMounts");
		Map<Object, Object> writable = mounts.stream()
			.filter((mount) -> !Boolean.TRUE.equals(mount.get("readOnly")))
			.collect(Collectors.toMap((mount) -> mount.get("mountPath"), (mount) -> mount.get("name")));
		Map<Object, Object> expected = new HashMap<>(Map.of("/tmp", "tmp"));
		if (service.equals("command-service")) {
			expected.put(matches("SPRING_KAFKA_STREAMS_STATEDIR=(\\S+)", image).findFirst().orElseThrow(), "state");
		}
		assertThat(writable).isEqualTo(expected);
	}

	@Test
	void noSecretIsWrittenDown() {
		for (String service : SERVICES) {
			assertThat(ServiceEnvironment.variables(workload(service)))
				.filteredOn((variable) -> variable.get("name").toString().matches(".*(PASSWORD|JAAS).*"))
				.isNotEmpty()
				.allSatisfy((variable) -> assertThat(Manifest.<Object>at(variable, "valueFrom", "secretKeyRef"))
					.isNotNull());
		}
		assertThat(Stream.of("base", "kafka", "overlays/production", "overlays/trial")
			.flatMap((d) -> Manifest.in(d).stream())).noneMatch((manifest) -> manifest.kind().equals("Secret"));
	}

	@Test
	void everyWorkloadHasABudgetAndIsSpread() {
		for (String service : SERVICES) {
			assertThat(Manifest.of("base", "PodDisruptionBudget", service).<Object>get("spec", "selector"))
				.isEqualTo(workload(service).get("spec", "selector"));
			assertThat(workload(service).<List<?>>get("spec", "template", "spec", "topologySpreadConstraints"))
				.hasSize(2);
			assertThat(workload(service).<Integer>get("spec", "replicas")).isGreaterThan(1);
		}
	}

	@Test
	void topicsAreAsTheServicesWouldCreateThem() {
		List<TopicSpec> specs = List.of(
				TopicSpec.commands(CommandRecords.COMMANDS_TOPIC, (short) 3,
						property("registration.command-retention")),
				TopicSpec.events(UserEvents.TOPIC, (short) 3, property("registration.compaction-lag"),
						property("registration.tombstone-retention")),
				TopicSpec.replies(CommandRecords.REPLIES_TOPIC, (short) 3, property("registration.reply-retention")),
				TopicSpec.deadLetters(Letter.COMMANDS_TOPIC, (short) 3, property("registration.dead-letter-retention")),
				TopicSpec.deadLetters(UserEvents.DEAD_LETTER_TOPIC, (short) 3,
						property("projection.dead-letter-retention")));
		assertThat(topics().keySet()).containsExactlyInAnyOrderElementsOf(specs.stream().map(TopicSpec::name).toList());
		for (TopicSpec spec : specs) {
			Manifest topic = topics().get(spec.name());
			assertThat(topic.<Map<String, String>>get("spec", "config")).as(spec.name()).isEqualTo(spec.configs());
			assertThat(topic.<Integer>get("spec", "replicas")).isEqualTo(spec.replicas());
			String partitions = spec.name().equals(UserEvents.DEAD_LETTER_TOPIC) ? "projection.dead-letter-partitions"
					: "registration.partitions";
			assertThat(topic.<Integer>get("spec", "partitions").toString()).isEqualTo(documentedDefault(partitions));
		}
	}

	@Test
	void brokersAreConfiguredAsInCompose() {
		Map<String, String> compose = new TreeMap<>();
		String cluster = read("docker-compose.cluster.yml");
		Stream.of(compose("kafka"), cluster.substring(0, cluster.indexOf("\nservices:"))).forEach((text) -> {
			Matcher setting = Pattern.compile("(?m)^ +KAFKA_([A-Z_]+): \"?([^\"\\n]+)\"?$").matcher(text);
			while (setting.find()) {
				if (!setting.group(1).matches(OTHER_BROKER_SETTINGS)) {
					compose.put(setting.group(1).toLowerCase(Locale.ROOT).replace('_', '.'), setting.group(2));
				}
			}
		});
		Map<String, String> strimzi = new TreeMap<>();
		Manifest.of("kafka", "Kafka", "enrol")
			.<Map<String, Object>>get("spec", "kafka", "config")
			.forEach((name, value) -> strimzi.put(name, value.toString()));
		assertThat(strimzi).hasSizeGreaterThan(10).isEqualTo(compose);
	}

	@Test
	void theRouteLeadsWhereTheProxyOfComposeDoes() {
		Map<String, Set<String>> proxy = new TreeMap<>(
				Map.of("command-service", new TreeSet<>(), "query-service", new TreeSet<>()));
		Matcher acl = Pattern.compile("(?m)^ +acl (registration|query) path(?:_\\w+)? (.+)$")
			.matcher(read("deploy/haproxy.cfg"));
		while (acl.find()) {
			for (String path : acl.group(2).split(" ")) {
				proxy.get(acl.group(1).equals("query") ? "query-service" : "command-service").add(withoutPattern(path));
			}
		}
		Map<String, Set<String>> route = new TreeMap<>();
		for (Map<String, Object> rule : Manifest.of("overlays/production", "HTTPRoute", "enrol")
			.<List<Map<String, Object>>>get("spec", "rules")) {
			for (Map<String, Object> match : Manifest.<List<Map<String, Object>>>at(rule, "matches")) {
				route.computeIfAbsent(Manifest.at(rule, "backendRefs", 0, "name"), (service) -> new TreeSet<>())
					.add(Manifest.at(match, "path", "value"));
			}
		}
		assertThat(route).isEqualTo(proxy);
	}

	/**
	 * Of {@code ^/users/[^/]+$} or {@code /docs/} returns the prefix, as a route has it.
	 */
	private static String withoutPattern(String path) {
		String prefix = path.replaceAll("^\\^|[\\[(].*", "");
		return prefix.length() > 1 && prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
	}

	@Test
	void theRightsAreThoseOfTheDocument() {
		Map<String, Set<String>> documented = new TreeMap<>();
		Matcher row = Pattern.compile("(?m)^\\| `([\\w-]+)` \\| (\\w+(?: \\w+)?) `([^`]+)` \\| ([A-Za-z, ]+) \\|")
			.matcher(read("docs/security.md"));
		while (row.find()) {
			documented.put(row.group(1) + " " + row.group(2) + " " + row.group(3),
					new TreeSet<>(Arrays.asList(row.group(4).split(", "))));
		}
		Map<String, Set<String>> granted = new TreeMap<>();
		for (KafkaRight right : KafkaRight.all()) {
			granted.computeIfAbsent(right.account() + " " + right.resourceWithType(), (resource) -> new TreeSet<>())
				.add(right.operation());
		}
		assertThat(documented).hasSizeGreaterThan(10).isEqualTo(granted);
	}

	private static Map<String, Manifest> topics() {
		return Manifest.in("kafka")
			.stream()
			.filter((manifest) -> manifest.kind().equals("KafkaTopic"))
			.collect(Collectors.toMap(Manifest::name, (topic) -> topic));
	}

	private static Duration property(String name) {
		return DurationStyle.detectAndParse(documentedDefault(name));
	}

	private static String documentedDefault(String property) {
		return matches("(?m)^\\| `" + Pattern.quote(property) + "` \\| `([^`]+)` \\|", read("docs/configuration.md"))
			.findFirst()
			.orElseThrow();
	}

	private static Manifest workload(String service) {
		return Manifest.of("base", service.equals("command-service") ? "StatefulSet" : "Deployment", service);
	}

	private static Object container(String service, Object... path) {
		return Manifest.at(workload(service).get("spec", "template", "spec", "containers", 0), path);
	}

	private static Map<String, Object> variables(String service) {
		Map<String, Object> variables = new HashMap<>();
		ServiceEnvironment.variables(workload(service))
			.forEach((variable) -> variables.put((String) variable.get("name"), variable.get("value")));
		return variables;
	}

	private static Properties packaged(String service) {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(
				new FileSystemResource(Manifest.ROOT.resolve(service + "/src/main/resources/" + service + ".yml")));
		return yaml.getObject();
	}

	/**
	 * Returns the text of a service in {@code docker-compose.yml}.
	 */
	private static String compose(String service) {
		String compose = read("docker-compose.yml");
		int begin = compose.indexOf("\n  " + service + ":\n");
		Matcher next = Pattern.compile("\n\n").matcher(compose);
		return compose.substring(begin, next.find(begin + 1) ? next.start() : compose.length());
	}

	private static DataSize size(String text) {
		String megabytes = text.toUpperCase(Locale.ROOT).replaceAll("I$", "").replaceAll("([MG])$", "$1B");
		return DataSize.parse(megabytes);
	}

	private static Stream<String> matches(String pattern, String text) {
		return Pattern.compile(pattern).matcher(text).results().map((match) -> match.group(1));
	}

	private static String read(String file) {
		try {
			return Files.readString(Manifest.ROOT.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
