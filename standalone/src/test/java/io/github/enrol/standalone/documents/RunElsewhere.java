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
			new RunElsewhere("./mvnw spring-boot:run", ".ci/first-run", "./mvnw --batch-mode $* spring-boot:run"),
			new RunElsewhere("./mvnw (-DskipTests (clean )?package|-DskipTests -pl tools -am package|test|verify)",
					".ci/run", "--fail-at-end \"${@:2}\" verify"),
			new RunElsewhere("./mvnw (-o )?(-q )?(test|verify) -pl .*", ".ci/run", "-pl query-service -am"),
			new RunElsewhere("./mvnw spring-javaformat:apply", "pom.xml", "spring-javaformat-maven-plugin"),
			new RunElsewhere("./mvnw -P benchmarks license:format", "pom.xml", "license-maven-plugin"),
			new RunElsewhere("./mvnw .* -Dtest=OpenApiTests .*",
					"test-infrastructure/src/main/java/io/github/enrol/testing/openapi/OpenApi.java", "openapi.renew"),
			new RunElsewhere("(mvn|pip|python|npm|node|go) .*", SYSTEM_TESTS + "Sample.java", "requirements.txt"),
			// By hand, at a release.
			new RunElsewhere("./mvnw -pl user-events -am -DskipTests (install|deploy .*)"
					+ "|./mvnw -P (benchmarks versions:set|release) .*|grep .*|git .*|sha256sum .*|IMAGE_PREFIX=.*"
					+ "|.ci/compose", "docs/releasing.md", "dry run"),
			new RunElsewhere("java -jar tools/target/enrol-tools.jar replay user-events.dlt .*",
					SYSTEM_TESTS + "JourneyIntegrationTests.java", "replay"),
			new RunElsewhere("java -jar tools/target/enrol-tools.jar (replay user-commands.dlt|skip) .*",
					"tools/src/test/java/io/github/enrol/tools/ToolsIntegrationTests.java", "replay"),
			new RunElsewhere("java -jar tools/target/enrol-tools.jar (events|restore-registrations).*",
					"standalone/src/test/java/io/github/enrol/standalone/DisasterIntegrationTests.java", "events"),
			new RunElsewhere("java -jar enrol-tools.jar .*",
					"tools/src/test/java/io/github/enrol/tools/ToolsIntegrationTests.java", "topics"),
			new RunElsewhere("curl -X POST .*/actuator/rebuild/fewer-users",
					"projector-service/src/test/java/io/github/enrol/projector/rebuild/RebuildIntegrationTests.java",
					"fewer-users"),
			// Rendered and validated; there is no cluster.
			new RunElsewhere("kubectl .*", ".ci/kubernetes", "kubectl kustomize"),
			new RunElsewhere("keytool .*", "test-infrastructure/src/main/java/io/github/enrol/testing/Certificate.java",
					"\"keytool\""),
			new RunElsewhere("java -jar import-client/.*",
					"command-service/src/test/java/io/github/enrol/command/ImportCommandIntegrationTests.java",
					"users.csv"),
			new RunElsewhere("java -jar", SYSTEM_TESTS + "ServiceProcess.java", "\"-jar\", jar(module)"),
			new RunElsewhere("docker compose up --build --wait", ".ci/compose", "compose up --wait"),
			new RunElsewhere("./import.sh --help",
					"command-service/src/test/java/io/github/enrol/command/ImportScriptIntegrationTests.java",
					"\"--help\""),
			// By hand: they take minutes to hours.
			new RunElsewhere("./mvnw -pl system-tests .*CallersIntegrationTests.*", "pom.xml",
					"CallersIntegrationTests.java"),
			new RunElsewhere("./mvnw -pl system-tests .* -Dsecured=true .*", SYSTEM_TESTS + "Security.java",
					"\"secured\""),
			new RunElsewhere("./mvnw verify -Dgroups=own-servers,browser,http",
					SYSTEM_TESTS + "FaultIntegrationTests.java", "@Tag(\"own-servers\")"),
			new RunElsewhere("./mvnw -P pitest process-test-classes", "pom.xml", "<id>pitest</id>"),
			new RunElsewhere("./mvnw -pl user-events test -Dtest=EmailAddressKeyTests .*",
					"user-events/src/test/java/io/github/enrol/events/EmailAddressKeyTests.java", "code-points"),
			new RunElsewhere("./mvnw -P benchmarks verify", ".ci/run", "-P benchmarks"),
			new RunElsewhere("benchmarks/run .*", "benchmarks/run", "java"),
			new RunElsewhere("benchmarks/go-sample.sh .*", "benchmarks/go-sample.sh", "./run"),
			new RunElsewhere("benchmarks/import.sh", "benchmarks/import.sh", "import.sh"));

}
