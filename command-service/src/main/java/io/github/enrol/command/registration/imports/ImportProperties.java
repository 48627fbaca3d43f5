package io.github.enrol.command.registration.imports;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Bounds of imports, under {@code registration}.
 *
 * @param maxImports how many imports may run at once; one more is answered 503 at once;
 * at least 1
 * @param importWindow how many lines of an import may wait for their outcome, or for the
 * caller to read their results, before no further line is read; 1 to 100,000
 * @param importLineTimeout how long a line of an import that gets no outcome is tried
 * again before the import ends; 0 to 1 h
 * @param importIdleTimeout how long the next line that is not blank may take to come, and
 * results to be taken, before the import ends; 100 ms to 1 h
 */
@ConfigurationProperties("registration")
record ImportProperties(@DefaultValue("2") int maxImports, @DefaultValue("4096") int importWindow,
		@DefaultValue("60s") Duration importLineTimeout, @DefaultValue("30s") Duration importIdleTimeout) {

	ImportProperties {
		requireBetween("max-imports", maxImports, 1, Integer.MAX_VALUE);
		requireBetween("import-window", importWindow, 1, 100_000);
		requireBetween("import-line-timeout", importLineTimeout.toMillis(), 0, 3_600_000);
		requireBetween("import-idle-timeout", importIdleTimeout.toMillis(), 100, 3_600_000);
	}

	private static void requireBetween(String name, long value, long least, long most) {
		Assert.isTrue(value >= least && value <= most, () -> "registration." + name + " is out of its range");
	}

}
