/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Every property of the services at its bounds and one step beyond: a refusal names the
 * property, its value and the range.
 */
class ConfigurationRangeTests {

	private static final Map<String, Range> RANGES = Map.ofEntries(between("enrol.command-service-port", "0", "65535"),
			values("enrol.database", "embedded, or a URL", List.of("embedded", "jdbc:mysql://a/b"),
					List.of("", "Embedded", "mysql", "jdbc:postgresql://a/b")),
			between("enrol.database-port", "0", "65535"),
			values("enrol.database-username", "not blank", List.of("a"), List.of("", " ")),
			between("enrol.kafka-port", "0", "65535"), between("enrol.projector-service-port", "0", "65535"),
			between("enrol.query-service-port", "0", "65535"),
			values("projection.allowed-topic-settings", "topic/setting", List.of("", "a/b", "a/b,c/d"),
					List.of("a", "a/", "/b", "a/b/c")),
			between("projection.dead-letter-partitions", "1", "1000"),
			between("projection.dead-letter-retention", "1d", "36500d"),
			between("projection.tombstone-retention", "1d", "36500d"),
			between("projection.max-retry-interval", "100ms", "1m"), between("projection.retry-interval", "1ms", "1m"),
			values("projection.replication-factor", "1 to 9, or -1", List.of("-1", "1", "9"), List.of("-2", "0", "10")),
			baseUrl("query.command-service-url"), between("query.consistency-poll-interval", "1ms", "1s"),
			baseUrl("query.projector-service-url"), between("query.consistency-wait", "1ms", "20s"),
			atLeast("query.max-feed-readers", "1"), between("query.feed-poll-interval", "10ms", "10s"),
			between("query.feed-heartbeat", "1s", "5m"), between("projection.status-interval", "100ms", "5s"),
			atLeast("query.max-waiting", "1"), atLeast("rate-limit.import-lines", "0"),
			atLeast("rate-limit.max-clients", "1"), between("rate-limit.period", "1s", "1d"),
			atLeast("rate-limit.requests", "0"),
			values("registration.allowed-topic-settings", "topic/setting", List.of("", "a/b", "a/b,c/d"),
					List.of("a", "a/", "/b", "a/b/c")),
			between("registration.command-retention", "1d", "36500d"),
			between("registration.compaction-lag", "1h", "36500d"),
			between("registration.dead-letter-retention", "1d", "36500d"),
			between("registration.tombstone-retention", "1d", "36500d"),
			between("registration.import-idle-timeout", "100ms", "1h"),
			between("registration.import-line-timeout", "0s", "1h"), atLeast("registration.import-max-size", "1KB"),
			between("registration.import-retention", "1m", "365d"),
			between("registration.import-window", "1", "100000"),
			values("registration.instance-id", "not blank", List.of("a"), List.of("", " ")),
			atLeast("registration.max-imports", "1"), atLeast("registration.max-in-flight", "1"),
			atLeast("registration.max-kept-imports", "1"), between("registration.partitions", "1", "1000"),
			baseUrl("registration.query-service-url"), between("registration.rules-version", "1", "1"),
			values("registration.replication-factor", "1 to 9, or -1", List.of("-1", "1", "9"),
					List.of("-2", "0", "10")),
			between("registration.reply-retention", "1m", "36500d"),
			between("registration.reply-timeout", "100ms", "5m"), atLeast("registration.store-memory", "8MB"),
			values("security.allowed-hosts", "names of hosts", List.of("", "a", "a.example,b_c.example"),
					List.of("a:80", "http://a", "a/b", ".a", "[::1]")),
			values("security.console.client-id", "not blank", List.of("a"), List.of("", " ")),
			values("security.console.scope", "not blank", List.of("a", "a b"), List.of("", " ")),
			values("security.jwt.audience", "not blank", List.of("a"), List.of("", " ")), url("security.jwt.issuer"),
			url("security.jwt.jwk-set-uri"),
			values("server.cors.allowed-origins", "scheme, host and port",
					List.of("http://a", "https://a:8443,http://b"),
					List.of("https://a/", "https://a?b", "https://a#b", "https://a@b")),
			between("server.shutdown-delay", "0s", "5m"), between("server.warm-up", "0s", "1m"));

	/** Values that other properties need while one is at a bound. */
	private static final Map<String, String> OTHERS = Map.of("registration.instance-id", "an-instance",
			"security.jwt.issuer", "http://a", "projection.max-retry-interval", "1m");

	@Test
	void everyPropertyHasARange() {
		assertThat(properties().map(Property::name)).doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(RANGES.keySet());
	}

	@ParameterizedTest
	@MethodSource("properties")
	void theBoundsAreAccepted(Property property) {
		assertThat(RANGES.get(property.name()).allowed())
			.allSatisfy((value) -> assertThatNoException().isThrownBy(() -> property.bind(value)));
	}

	@ParameterizedTest
	@MethodSource("properties")
	void valuesJustOutsideAreRefusedWithPropertyValueAndRange(Property property) {
		Range range = RANGES.get(property.name());
		assertThat(range.refused()).isNotEmpty()
			.allSatisfy((value) -> assertThatThrownBy(() -> property.bind(value)).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContainingAll("Property " + property.name() + " with value '" + value + "'", range.text()));
	}

	private static Stream<Property> properties() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
		return scanner.findCandidateComponents("io.github.enrol")
			.stream()
			.map((candidate) -> ClassUtils.resolveClassName(candidate.getBeanClassName(), null))
			.flatMap((type) -> Arrays.stream(type.getRecordComponents())
				// Of which any value may be right.
				.filter((component) -> component.getType() != Path.class && component.getType() != boolean.class
						&& !component.getName().endsWith("Password"))
				.map((component) -> new Property(type, component)));
	}

	private static Map.Entry<String, Range> between(String property, String least, String most) {
		return Map.entry(property,
				new Range(least + " to " + most, List.of(least, most), List.of(next(least, -1), next(most, 1))));
	}

	private static Map.Entry<String, Range> atLeast(String property, String least) {
		return values(property, "at least " + least, List.of(least), List.of(next(least, -1)));
	}

	private static Map.Entry<String, Range> url(String property) {
		return url(property, List.of("HTTP://a"), List.of());
	}

	private static Map.Entry<String, Range> baseUrl(String property) {
		return url(property, List.of(), List.of("http://a?b", "http://a/b#c", "HTTP://a"));
	}

	private static Map.Entry<String, Range> url(String property, List<String> moreAllowed, List<String> moreRefused) {
		return values(property, "absolute http or https URL",
				concat(List.of("http://a", "https://a.example:443/b", "http://[::1]:65535"), moreAllowed),
				concat(List.of("a", "//a", "http:a", "http:///a", "ftp://a", "http://a:0", "http://a:65536"),
						moreRefused));
	}

	private static List<String> concat(List<String> some, List<String> more) {
		return Stream.concat(some.stream(), more.stream()).toList();
	}

	private static Map.Entry<String, Range> values(String property, String text, List<String> allowed,
			List<String> refused) {
		return Map.entry(property, new Range(text, allowed, refused));
	}

	/**
	 * Returns the neighbour of a number, a duration (by a nanosecond) or a size (by a
	 * byte).
	 */
	private static String next(String bound, int step) {
		if (bound.matches("\\d+")) {
			return Integer.toString(Integer.parseInt(bound) + step);
		}
		return bound.endsWith("B") ? DataSize.parse(bound).toBytes() + step + "B"
				: DurationStyle.detectAndParse(bound).plusNanos(step).toString();
	}

	private record Range(String text, List<String> allowed, List<String> refused) {

	}

	private record Property(Class<?> type, RecordComponent component) {

		String name() {
			return this.type.getAnnotation(ConfigurationProperties.class).value() + "."
					+ this.component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
		}

		Object bind(String value) {
			Map<String, String> properties = new HashMap<>(OTHERS);
			properties.put(name(), value);
			return new Binder(new MapConfigurationPropertySource(properties))
				.bindOrCreate(this.type.getAnnotation(ConfigurationProperties.class).value(), this.type);
		}

		@Override
		public String toString() {
			return name();
		}

	}

}
