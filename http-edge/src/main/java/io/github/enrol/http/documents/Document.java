/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.documents;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

import org.springframework.core.io.ClassPathResource;

/**
 * A document of the project's directory {@code docs}, by its sections.
 */
final class Document {

	private final Map<String, String> sections = new LinkedHashMap<>();

	/**
	 * Reads the document.
	 * @param name of the file
	 */
	Document(String name) {
		HtmlRenderer html = HtmlRenderer.builder().build();
		String section = "";
		for (Node node = parse(name).getFirstChild(); node != null; node = node.getNext()) {
			if (node instanceof Heading heading && heading.getLevel() == 2) {
				section = TextContentRenderer.builder().build().render(heading).strip();
			}
			this.sections.merge(section, html.render(node), String::concat);
		}
	}

	private static Node parse(String name) {
		try (Reader reader = new InputStreamReader(new ClassPathResource("/docs/" + name).getInputStream(),
				StandardCharsets.UTF_8)) {
			Node document = Parser.builder().build().parseReader(reader);
			document.accept(new LocalLinks());
			return document;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns a section, without what surrounds the body of a page.
	 */
	Optional<String> section(String heading) {
		return Optional.ofNullable(this.sections.get(heading));
	}

	/**
	 * Leaves the text of links to other files, which are not served.
	 */
	private static final class LocalLinks extends AbstractVisitor {

		@Override
		public void visit(Link link) {
			if (!link.getDestination().startsWith("http")) {
				while (link.getFirstChild() != null) {
					link.insertBefore(link.getFirstChild());
				}
				link.unlink();
			}
		}

	}

}
