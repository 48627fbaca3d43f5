/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.importer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import io.github.enrol.importer.Users.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What is read from each kind of input, with the number of its line.
 */
class UsersTests {

	private static final String NOT_CLOSED = "has a quotation mark that is not closed";

	@Test
	void csvIsReadByTheNamesOfItsColumns() throws Exception {
		assertThat(read("id,E-MAIL , Name\n1,a@x.org,Ann\n\n2,\"b@x.org\",\"Bob, the \"\"2nd\"\"\"\r\n",
				"--username=name", "--email=e-mail"))
			.containsExactly(user(2, "Ann", "a@x.org"), user(4, "Bob, the \\\"2nd\\\"", "b@x.org"));
	}

	@ParameterizedTest
	@ValueSource(strings = { ",", ";", "\t" })
	void theSeparatorIsRecognised(String separator) throws Exception {
		assertThat(read("username§email\nAnn§a@x.org\nBob§\n".replace("§", separator)))
			.containsExactly(user(2, "Ann", "a@x.org"), user(3, "Bob", ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "\r" })
	void linesMayEndInAnyWay(String end) throws Exception {
		assertThat(read("username,email§Ann,a@x.org§§\"Bob\",b@x.org".replace("§", end)))
			.containsExactly(user(2, "Ann", "a@x.org"), user(4, "Bob", "b@x.org"));
	}

	@Test
	void aFieldMayHaveLineFeeds() throws Exception {
		assertThat(read("username,note,email\nAnn,\"first\n\n\"\"third\"\"\",a@x.org\nBob,,b@x.org\n"))
			.containsExactly(user(2, "Ann", "a@x.org"), user(5, "Bob", "b@x.org"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "`\"Bob,b@x.org`|`" + NOT_CLOSED + "`", "`Bob\",b@x.org`|`" + NOT_CLOSED + "`",
					"`\"Bob\",\"b@x.org`|`" + NOT_CLOSED + "`", "`Bob 5\",b@x.org`|`" + NOT_CLOSED + "`",
					"`\"Bob\"\"\",\"b@x\".org`|`has a quotation mark in the wrong place`",
					"`Bob`|`has 1 fields, and the header 2`", "`Bob,b@x.org,more`|`has 3 fields, and the header 2`",
					"`B\uFFFDb,b@x.org`|`is in another encoding; see the option --encoding`" })
	void aFlawedRecordIsReportedAndTheNextOnesAreRead(String line, String flaw) throws Exception {
		for (String quote : List.of("", "\"")) {
			String good = "%1$sAnn%1$s,%1$sa@x.org%1$s\n".formatted(quote);
			List<Entry> entries = read("username,email\n" + good + line + "\n" + good.repeat(150) + line);
			assertThat(entries.stream().filter(Entry::isFlawed)).containsExactly(Entry.flawed(3, flaw),
					Entry.flawed(154, flaw));
			assertThat(entries).hasSize(153)
				.contains(user(2, "Ann", "a@x.org"), user(4, "Ann", "a@x.org"), user(153, "Ann", "a@x.org"));
		}
	}

	/**
	 * Records that are fine, as a spreadsheet writes them, stand between lines of any
	 * kind, and none of them is lost.
	 */
	@Test
	void noRecordIsLostWhateverIsAroundIt() throws Exception {
		String[] junk = { "\"", "x\"", "\"x", "a,\"b", "\"\"\"", ",", "\"a\"b", "x,y,z", "\uFFFD", "{", "a\"b,c" };
		for (int seed = 0; seed < 100; seed++) {
			Random random = new Random(seed);
			StringBuilder text = new StringBuilder("username,email\n");
			List<Entry> expected = new ArrayList<>();
			long line = 1;
			for (int i = 0; i < 30; i++) {
				line++;
				if (random.nextInt(4) == 0) {
					text.append(junk[random.nextInt(junk.length)]).append('\n');
				}
				else {
					text.append("\"User %1$d\",\"user%1$d@x.org\"\n".formatted(i));
					expected.add(user(line, "User " + i, "user" + i + "@x.org"));
				}
			}
			List<Entry> entries = read(text.toString());
			assertThat(entries).as("seed " + seed).containsAll(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "name,email\nAnn,a@x.org", "no header", "[{\"username\":1}]", "username\temail;x\n" })
	void aMissingColumnIsNamed(String text) {
		assertThatThrownBy(() -> read(text)).isInstanceOf(ImportFailure.class)
			.hasMessage("line 1 is neither a JSON object nor a CSV header with the columns username and email");
	}

	@Test
	void aColumnThatIsThereTwiceIsNamed() {
		assertThatThrownBy(() -> read("email,username,Email\n")).hasMessage("the header has the column email twice");
	}

	@Test
	void jsonIsSentAsItIs() throws Exception {
		assertThat(read("\n {\"username\":1}\nno JSON\n \t\n{\"a\":\"\uFFFD\"}")).containsExactly(
				new Entry(2, " {\"username\":1}", ""), new Entry(3, "no JSON", ""),
				Entry.flawed(5, "is in another encoding; see the option --encoding"));
	}

	@Test
	void nothingIsNoUser() throws Exception {
		assertThat(read("")).isEmpty();
		assertThat(read(" \n\r\n")).isEmpty();
		assertThat(read("username,email")).isEmpty();
	}

	@Test
	void aLongLineTakesLittleMemoryAndIsReported() throws Exception {
		String huge = "x".repeat(1_000_000);
		assertThat(read("username,email\nAnn,a@x.org\n" + huge + "\n\"" + huge + "\n\",\nBob,b@x.org\n"))
			.contains(user(2, "Ann", "a@x.org"), user(6, "Bob", "b@x.org"))
			.contains(Entry.flawed(3, "is longer than 32768 characters"),
					Entry.flawed(4, "is longer than 32768 characters"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE" })
	void aByteOrderMarkSaysTheEncoding(String name) throws Exception {
		String text = "username;email\nZoë;zoë@x.org\n";
		byte[] bytes = (name.equals("UTF-16") ? text : "\uFEFF" + text).getBytes(Charset.forName(name));
		assertThat(read(bytes)).containsExactly(user(2, "Zoë", "zoë@x.org"));
		assertThat(read(gzip(bytes))).containsExactly(user(2, "Zoë", "zoë@x.org"));
	}

	@Test
	void anotherEncodingIsReportedOrGiven() throws Exception {
		byte[] bytes = "username,email\nAnn,a@x.org\nZoë,z@x.org\nBob,b@x.org\n".getBytes("windows-1252");
		assertThat(read(bytes)).containsExactly(user(2, "Ann", "a@x.org"),
				Entry.flawed(3, "is in another encoding; see the option --encoding"), user(4, "Bob", "b@x.org"));
		assertThat(read(bytes, "--encoding=windows-1252")).contains(user(3, "Zoë", "z@x.org")).hasSize(3);
	}

	@ParameterizedTest
	@CsvSource({ "'', 4294967295-0", "123456789, 930766865-9", "'a\u00E9\n', 1161770491-4" })
	void theKeyIsTheOneOfThePosixUtility(String text, String key) throws Exception {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		assertThat(ContentKey.of(Content.of(new ByteArrayInputStream(bytes))))
			.isEqualTo(new ContentKey(key, bytes.length));
		assertThat(ContentKey.of(Content.of(new ByteArrayInputStream(gzip(bytes)))).key()).isEqualTo(key);
	}

	private static Entry user(long line, String username, String email) {
		return new Entry(line, "{\"username\":\"%s\",\"email\":\"%s\"}".formatted(username, email), "");
	}

	private static List<Entry> read(String text, String... options) throws Exception {
		return read(text.getBytes(StandardCharsets.UTF_8), options);
	}

	private static List<Entry> read(byte[] bytes, String... options) throws Exception {
		List<String> arguments = new ArrayList<>(List.of("-"));
		arguments.addAll(List.of(options));
		Options parsed = Options.parse(arguments.toArray(String[]::new), Map.of());
		Content content = Content.of(new ByteArrayInputStream(bytes));
		Users users = Users.of(new Lines(content.text(parsed.encoding())), parsed);
		List<Entry> entries = new ArrayList<>();
		for (Entry entry = users.next(); entry != null; entry = users.next()) {
			entries.add(entry);
		}
		assertThat(content.count()).isEqualTo(Content.of(new ByteArrayInputStream(bytes)).readAllBytes().length);
		return entries;
	}

	private static byte[] gzip(byte[] bytes) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write(bytes);
		}
		return compressed.toByteArray();
	}

}
