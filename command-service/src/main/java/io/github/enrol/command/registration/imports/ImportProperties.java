package io.github.enrol.command.registration.imports;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static io.github.enrol.http.configuration.PropertyChecks.requireAtLeast;
import static io.github.enrol.http.configuration.PropertyChecks.requireBetween;

/**
 * Bounds of imports, under {@code registration}.
 *
 * @param maxImports how many imports may run at once; one more is answered 503 at once;
 * at least 1
 * @param importWindow how many lines of an import may wait for their outcome, or for the
 * caller to read their results, before no further line is read; 1 to 100,000
 * @param importLineTimeout how long a line of an import that gets no outcome is tried
 * again before the import ends; 0 to 1 h
 */
@ConfigurationProperties("registration")
record ImportProperties(@DefaultValue("2") int maxImports, @DefaultValue("4096") int importWindow,
		@DefaultValue("60s") Duration importLineTimeout) {

	ImportProperties {
		requireAtLeast("registration.max-imports", maxImports, 1);
		requireBetween("registration.import-window", importWindow, 1, 100_000);
		requireBetween("registration.import-line-timeout", importLineTimeout, "0s", "1h");
	}

}
