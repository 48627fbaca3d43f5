/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.standalone.documents;

import java.util.List;

/**
 * The commands of the documents that {@link DocumentsIntegrationTests} does not type, and
 * what runs each instead.
 *
 * @param command a regular expression
 * @param file in the repository, that runs the command or something equal
 * @param evidence what the file contains
 */
record RunElsewhere(String command, String file, String evidence) {

	private static final String SYSTEM_TESTS = "system-tests/src/test/java/io/github/enrol/system/";

	static final List<RunElsewhere> ALL = List.of(
			new RunElsewhere("./mvnw spring-boot:run",
					"standalone/src/test/java/io/github/enrol/standalone/StandaloneIntegrationTests.java",
					"StandaloneApplication.class.getName()"),
			new RunElsewhere("./mvnw verify", ".ci/run",
					"./mvnw --batch-mode --no-transfer-progress \"${@:3}\" verify"),
			new RunElsewhere("./mvnw -DskipTests package", ".ci/run", "== ./mvnw verify on"),
			new RunElsewhere("java -jar", SYSTEM_TESTS + "ServiceProcess.java", "\"-jar\", jar(module)"),
			new RunElsewhere("docker compose up --build --wait", ".ci/compose", "compose up --wait"),
			new RunElsewhere("./import.sh --help",
					"command-service/src/test/java/io/github/enrol/command/ImportScriptIntegrationTests.java",
					"\"--help\""),
			// By hand: they take minutes to hours.
			new RunElsewhere("./mvnw -pl system-tests .*CallersIntegrationTests.*", "system-tests/pom.xml",
					"CallersIntegrationTests.java"),
			new RunElsewhere("./mvnw -P pitest process-test-classes", "pom.xml", "<id>pitest</id>"),
			new RunElsewhere("./mvnw -pl user-events test -Dtest=EmailAddressKeyTests .*",
					"user-events/src/test/java/io/github/enrol/events/EmailAddressKeyTests.java", "code-points"),
			new RunElsewhere("./mvnw -P benchmarks verify", ".ci/run", "-P benchmarks"),
			new RunElsewhere("benchmarks/run .*", "benchmarks/run", "java"),
			new RunElsewhere("benchmarks/import.sh", "benchmarks/import.sh", "import.sh"));

}
