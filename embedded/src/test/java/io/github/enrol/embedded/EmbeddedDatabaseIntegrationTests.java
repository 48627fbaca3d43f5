/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The embedded database keeps its data and its address, and exclusive use of its
 * directory.
 */
@Tag("own-servers")
class EmbeddedDatabaseIntegrationTests {

	// As in Backends: unpacked once for all modules.
	private static final Path BINARIES = Path.of("..", "target");

	@TempDir
	Path directory;

	@Test
	void keepsRowsAndAddressAcrossRestarts() throws Exception {
		try (EmbeddedDatabase database = database()) {
			database.start();
			String url = database.createSchema("guests");
			execute(database, url, "CREATE TABLE guest (name VARCHAR(20))");
			execute(database, url, "INSERT INTO guest VALUES ('Zoë')");
			database.stop();
			database.start();
			assertThat(guest(database, url)).isEqualTo("Zoë");
		}
	}

	@Test
	void leavesTemporaryTablesOfOtherServersAlone() throws Exception {
		try (EmbeddedDatabase database = database();
				EmbeddedDatabase other = new EmbeddedDatabase(this.directory.resolve("other"), BINARIES, 0)) {
			database.start();
			try (Connection connection = connect(database, database.createSchema("guests"));
					Statement statement = connection.createStatement()) {
				// Aria keeps it in files of the temporary directory.
				statement.execute("CREATE TEMPORARY TABLE guest (name VARCHAR(20)) ENGINE = Aria");
				other.start();
				statement.execute("ALTER TABLE guest ADD COLUMN age INT");
			}
		}
	}

	@Test
	void takesOverFromAServerThatOutlivedItsParent() throws Exception {
		try (EmbeddedDatabase database = database()) {
			database.start();
			long pid = Long.parseLong(Files.readString(this.directory.resolve("server.process")).split(" ")[0]);
			// As after a kill -9 of the JVM: the server runs without an owner.
			database.abandon();
			database.start();
			assertThat(ProcessHandle.of(pid)).isEmpty();
			try (Connection connection = connect(database, database.jdbcUrl())) {
				assertThat(connection.isValid(1)).isTrue();
			}
		}
	}

	@Test
	void isClosedDuringItsFirstStart() throws Exception {
		EmbeddedDatabase database = database();
		CompletableFuture<Void> start = CompletableFuture.runAsync(database::start);
		while (Files.notExists(this.directory.resolve("install.log"))) {
			assertThat(start).isNotDone();
			Thread.sleep(1);
		}
		database.close();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(start::join)
			.withCauseInstanceOf(CancellationException.class);
		assertThat(ProcessHandle.allProcesses()
			.filter((process) -> process.info()
				.commandLine()
				.filter((line) -> line.contains(this.directory.toString()))
				.isPresent()))
			.isEmpty();
		assertThat(database.isNew()).isTrue();
	}

	@Test
	void leavesAnUnrelatedProcessWithTheSameIdAlone() throws Exception {
		Process stranger = new ProcessBuilder("sleep", "60").start();
		try {
			Instant start = stranger.info().startInstant().orElseThrow().minusSeconds(60);
			Files.writeString(this.directory.resolve("server.process"), stranger.pid() + " " + start);
			database().prepare();
			assertThat(stranger.isAlive()).isTrue();
		}
		finally {
			stranger.destroy();
		}
	}

	@Test
	void runsBelowAnyPath() throws Exception {
		Path parent = Files.createDirectories(Path.of("target").resolve(oddName()));
		linkAll(BINARIES, parent);
		try (EmbeddedDatabase database = new EmbeddedDatabase(parent, 0)) {
			assertThat(database.isNew()).isTrue();
			database.start();
			assertThat(database.isNew()).isFalse();
			database.abandon();
			database.start();
			try (Connection connection = connect(database, database.jdbcUrl())) {
				assertThat(connection.isValid(1)).isTrue();
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(parent);
		}
	}

	@Test
	void runsAServerThatIsInstalled() throws Exception {
		BundledMariaDb bundled = new BundledMariaDb(BINARIES);
		bundled.unpack();
		Path home = bundled.server().directory().toPath();
		String path = "/nowhere::" + home.resolve("bin") + File.pathSeparator + home.resolve("scripts");
		try (EmbeddedDatabase database = new EmbeddedDatabase(this.directory, 0,
				() -> InstalledDatabase.find(Platform.current(), path).orElseThrow())) {
			database.start();
			try (Connection connection = connect(database, database.jdbcUrl())) {
				assertThat(connection.getMetaData().getDatabaseProductVersion()).contains("MariaDB");
			}
			ExternalDatabase external = new ExternalDatabase(database.jdbcUrl(), database.username(),
					database.password());
			external.prepare();
			ExternalDatabase locked = new ExternalDatabase(database.jdbcUrl(), database.username(), "secret");
			assertThatExceptionOfType(StartException.class).isThrownBy(locked::prepare)
				.withMessageStartingWith("The database at jdbc:mysql://127.0.0.1:")
				.withMessageContaining("/enrol cannot be used: Access denied for user 'enrol'")
				.withMessageNotContaining("secret");
		}
	}

	@Test
	void quotesWhyTheServerEnded() throws Exception {
		Path data = Files.createDirectory(this.directory.resolve("data"));
		Files.writeString(data.resolve("ibdata1"), "no data of InnoDB");
		try (EmbeddedDatabase database = database()) {
			assertThatExceptionOfType(StartException.class).isThrownBy(database::start)
				.withMessageMatching(
						"The database cannot be started: it ended at once \\(\\S+server.log\\): " + "InnoDB: .+\\w\\.");
		}
	}

	@Test
	void removesWhatAKilledProcessUnpacked() throws Exception {
		Path complete = Files.createDirectory(this.directory.resolve("mariadb-11.4.5"));
		Path incomplete = Files.createDirectories(this.directory.resolve("unpacking-1/bin")).getParent();
		new BundledMariaDb(this.directory).unpack();
		assertThat(complete).exists();
		assertThat(incomplete).doesNotExist();
	}

	@Test
	void refusesADiskThatIsTooFull() {
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> Directories.requireSpace(this.directory, Integer.MAX_VALUE))
			.withMessageMatching("The database needs 2147483647 MB of disk space in " + this.directory
					+ ", where \\d+ MB are free: free some, or choose another data directory\\.");
	}

	@Test
	void refusesADirectoryThatIsInUse() {
		try (DataDirectory claim = DataDirectory.claim(this.directory); EmbeddedDatabase database = database()) {
			assertThatExceptionOfType(StartException.class).isThrownBy(database::start)
				.withMessage("The data directory %s is in use by another running instance.", claim.path());
		}
	}

	@Test
	void refusesADirectoryThatIsAFile() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		try (EmbeddedDatabase database = new EmbeddedDatabase(file, BINARIES, 0)) {
			assertThatExceptionOfType(StartException.class).isThrownBy(database::start)
				.withMessage("The data directory %s cannot be written: it is a file.", file);
		}
	}

	private EmbeddedDatabase database() {
		return new EmbeddedDatabase(this.directory, BINARIES, 0);
	}

	/** What the character set of this JVM's file names has of it. */
	private static String oddName() {
		boolean umlauts = Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode('ü');
		return umlauts ? "a b'ü" : "a b'";
	}

	/** Has the effect of unpacking there, in no time. */
	private static void linkAll(Path from, Path to) throws IOException {
		BundledMariaDb bundled = new BundledMariaDb(from);
		bundled.unpack();
		Path home = bundled.server().directory().toPath();
		try (Stream<Path> files = Files.walk(home)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Path link = to.resolve(home.getFileName()).resolve(home.relativize(file));
				if (Files.isDirectory(file)) {
					Files.createDirectories(link);
				}
				else {
					Files.createLink(link, file);
				}
			}
		}
	}

	private static void execute(EmbeddedDatabase database, String url, String sql) throws SQLException {
		try (Connection connection = connect(database, url); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String guest(EmbeddedDatabase database, String url) throws SQLException {
		try (Connection connection = connect(database, url);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT name FROM guest")) {
			rows.next();
			return rows.getString(1);
		}
	}

	private static Connection connect(EmbeddedDatabase database, String url) throws SQLException {
		return DriverManager.getConnection(url, database.username(), database.password());
	}

}
