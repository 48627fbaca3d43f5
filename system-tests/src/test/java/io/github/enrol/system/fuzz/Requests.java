/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.fuzz;

import java.util.ArrayList;
import java.util.List;

import io.github.enrol.system.fuzz.Request.Framing;
import io.github.enrol.system.fuzz.Request.Service;

/**
 * Generates requests.
 */
final class Requests {

	private static final String[] METHODS = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
			"CONNECT", "PROPFIND", "BREW", "get", "Post", "G\u00cbT", "G(T", "", "X".repeat(9000), "GET GET", "\0" };

	private static final String[] VERSIONS = { "HTTP/1.0", "HTTP/2.0", "HTTP/3.7", "http/1.1", "HTTP/1.1 x", "HTTP/",
			"PRI" };

	private static final String[] PATHS = { "/", "/users", "/users/01M858ACJDZP7K9CW56TQA0HPP", "/user/registration",
			"/user/registrations" };

	private static final String[] ODD_PATHS = { "", "*", "//", "//example.com", "/users/", "/users//", "/users/x",
			"/users/%2f", "/users/%2F..", "/users/..", "/users/%2e%2e/", "/../../etc/passwd", "/users;a=b",
			"/users/;/x", "/users%00", "/users/%00", "/users/%zz", "/users/%", "/users/%ff", "/users/%c3%a9",
			"/users/\u00c3\u00a9", "/users/\u00ff", "/users/%ed%a0%80", "/\\", "/users\\x", "/<x>", "/{id}",
			"/users/{id}", "/a|b", "/\"", "/users#x", "/USERS", "/users.json", "/users/x.html", "/error", "/error/x",
			"/favicon.ico", "/index.html", "/webjars/x", "/WEB-INF/web.xml", "/META-INF/MANIFEST.MF",
			"/users/" + "x".repeat(5000), "/" + "x".repeat(9000), "/" + "a/".repeat(2000),
			"/users/" + "%41".repeat(1000), "http://127.0.0.1/users", "http://other.example/users", "http://",
			"http:///users", "ftp://127.0.0.1/users", "HTTP://127.0.0.1/user/registration", "user/registration",
			"127.0.0.1:80", "/user/registration/", "/user//registration", "/user/./registration",
			"/user/registration;x=1", "/user/%72egistration", "/actuator", "/actuator/", "/actuator/health",
			"/actuator/health/", "/actuator/health/x", "/actuator/health/readiness", "/actuator/metrics",
			"/actuator/metrics/x", "/actuator/metrics/jvm.memory.used", "/actuator/metrics/jvm.memory.used?tag=x",
			"/actuator/metrics/jvm.memory.used?tag=area:x", "/actuator/prometheus",
			"/actuator/prometheus?includedNames=%00", "/actuator/env", "/actuator/heapdump", "/actuator/shutdown",
			"/actuator/..;/env", "/users/${7*7}", "/users?x=%3Cscript%3E" };

	private static final String[] PARAMETERS = { "size", "after", "before", "at", "email", "size[]", "sort", "", "%00",
			"%zz", "x" };

	private static final String[] VALUES = { "", "1", "20", "200", "0", "201", "-1", "+1", "1.0", "1e2", "0x10",
			"999999999999999999999", "%D9%A1", "%00", "%", "%zz", "%ff", "%ed%a0%80", "\u00ff", "null", "a,b", "[1]",
			"{1}", "<x>", "'", "%27%20OR%201=1--", "%0d%0aX:%20y", "MS4wLjA", "MS4wLjA=", "MS45OS4w",
			"MS45OTk5OTk5OTkuOTk5", "MS4xLjk5OTk5OTk5OTk5OTk5OTk5OTk5", "MS4wMU04NThBQ0pEWlA3SzlDVzU2VFFBMEhQUA",
			"====", "!!!!", "x".repeat(3000), "%F0%9F%98%80", "a@b", "a%40example.org", "a@@example.org", "%20" };

	private static final String[] HEADERS = { "Host: 127.0.0.1", "Host: other.example:99", "Host: ", "Host: a b",
			"Host: [::1]", "Host: [::1", "Host: 127.0.0.1:99999", "Host: 127.0.0.1:x", "Host: a_b", "Host: \u00e9",
			"Host: ..", "Accept: */*", "Accept: text/html", "Accept: application/xml", "Accept: application/hal+json",
			"Accept: application/json;q=0", "Accept: x", "Accept: */json", "Accept: ,", "Accept: ;;q", "Accept:",
			"Accept: application/json;q=abc", "Accept: text/plain;version=\"", "Accept: application/problem+xml",
			"Accept: " + "a/b,".repeat(1500), "Accept: image/png", "Accept-Language: xx-\u00ff",
			"Accept-Charset: nothing", "Accept-Encoding: gzip, br;q=x", "Content-Type: application/json",
			"Content-Type: application/json; charset=utf-8", "Content-Type: application/json; charset=UTF-16",
			"Content-Type: application/json; charset=ISO-8859-1", "Content-Type: application/json; charset=x-none",
			"Content-Type: application/json; charset=\"", "Content-Type: application/json;;",
			"Content-Type: application/x-ndjson", "Content-Type: ", "Content-Type: json", "Content-Type: */*",
			"Content-Type: application/*", "Content-Type: text/plain", "Content-Type: application/vnd.api+json",
			"Content-Type: application/x-www-form-urlencoded", "Content-Type: multipart/form-data",
			"Content-Type: multipart/form-data; boundary=x", "Content-Type: \u00ff/\u00ff", "Content-Encoding: gzip",
			"Content-Encoding: x", "Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999999999999",
			"Content-Length: x", "Content-Length: ", "Content-Length: 1000000", "Content-Length: +1",
			"Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Transfer-Encoding: identity",
			"Transfer-Encoding: chunked, chunked", "Transfer-Encoding:\tchunked", "Idempotency-Key: key",
			"Idempotency-Key: \"key\"", "Idempotency-Key: \"a\\\"b\"", "Idempotency-Key: ", "Idempotency-Key: \"",
			"Idempotency-Key: \"\"", "Idempotency-Key: a, b", "Idempotency-Key: \u00e9", "Idempotency-Key: \"a\\\\\"",
			"Idempotency-Key: " + "k".repeat(255), "Idempotency-Key: " + "k".repeat(256),
			"Idempotency-Key: \"" + "\\\\".repeat(3000) + "\"", "Idempotency-Key: \"a\";x=1", "Idempotency-Key: a\tb",
			"Expect: 100-continue", "Expect: 200-ok", "Expect: ", "Forwarded: for=127.0.0.1;host=a;proto=https",
			"Forwarded: host=\"a b\"", "Forwarded: proto=x y", "Forwarded: host=[::1", "Forwarded: ;;;",
			"Forwarded: for", "Forwarded: host=a:99999999999", "Forwarded: for=\"[\"", "Forwarded: for=\"_x:y\"",
			"X-Forwarded-Host: a b", "X-Forwarded-Host: \u00e9", "X-Forwarded-Host: [", "X-Forwarded-Host: a:x",
			"X-Forwarded-Host: ,", "X-Forwarded-Host: a{b}", "X-Forwarded-Host: a%zz", "X-Forwarded-Port: 0",
			"X-Forwarded-Port: -1", "X-Forwarded-Port: x", "X-Forwarded-Port: 99999", "X-Forwarded-Proto: javascript",
			"X-Forwarded-Proto: ", "X-Forwarded-Proto: a b", "X-Forwarded-Proto: {x}", "X-Forwarded-Prefix: /a/../b",
			"X-Forwarded-Prefix: a b", "X-Forwarded-Prefix: /{x}", "X-Forwarded-Prefix: //x",
			"X-Forwarded-Prefix: /%zz", "X-Forwarded-For: x", "X-Forwarded-For: [::", "X-Forwarded-For: 1.2.3.4, \"",
			"X-Forwarded-Ssl: on", "X-HTTP-Method-Override: PUT", "Range: bytes=0-1", "Range: x", "If-Match: *",
			"If-Match: \"x\"", "If-None-Match: *", "If-None-Match: x", "If-Modified-Since: x",
			"If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT", "Origin: null", "Origin: http://other.example",
			"Origin: \u00ff", "Access-Control-Request-Method: PUT", "Cookie: a=\"; b", "Cookie: JSESSIONID=x",
			"Authorization: Basic x", "Upgrade: h2c", "Upgrade: websocket", "Connection: upgrade",
			"Connection: keep-alive", "Connection: x,,", "TE: trailers", "Trailer: Content-Length", "Max-Forwards: 0",
			"X: " + "x".repeat(9000), "X:\0", "no colon", ": no name", "a b: c", " folded", "X : y", "\u00e9: x",
			"X: \u007f", "X: a\rY: b", "X: a\nY: b", "traceparent: 00-x",
			"traceparent: 00-" + "0".repeat(32) + "-x-01" };

	private static final String[] CHUNKS = { "xyz", "-1\r\n", "0\r\n", "5\r\nab", "ffffffffffff\r\nab",
			"1\r\nab\r\n0\r\n\r\n", "2;x=\"\r\n{}\r\n0\r\n\r\n", "2\r\n{}\r\n0\r\nContent-Length: 9\r\n\r\n",
			"2\r\n{}\r\n0\r\nno colon\r\n\r\n", "" };

	private final Choices choices;

	private final Bodies bodies;

	private Requests(Choices choices) {
		this.choices = choices;
		this.bodies = new Bodies(choices);
	}

	static Request of(long seed) {
		return new Requests(new Choices(seed)).next();
	}

	private Request next() {
		Service service = this.choices.oneIn(2) ? Service.COMMAND : Service.QUERY;
		boolean command = service == Service.COMMAND;
		String method = this.choices.oneIn(5) ? this.choices.of(METHODS) : command ? "POST" : "GET";
		boolean lines = command && this.choices.oneIn(4);
		String target = this.choices.oneIn(4) ? oddTarget()
				: lines ? "/user/registrations" : command ? "/user/registration" : users();
		String version = this.choices.oneIn(25) ? this.choices.of(VERSIONS) : "HTTP/1.1";
		String line = method + " " + target + " " + version;
		List<String> headers = headers(lines ? "application/x-ndjson" : "application/json");
		if (!command && !this.choices.oneIn(10)) {
			return new Request(service, line, headers, Framing.NONE, "");
		}
		if (this.choices.oneIn(25)) {
			headers.add("Transfer-Encoding: chunked");
			return new Request(service, line, headers, Framing.NONE, this.choices.of(CHUNKS));
		}
		Framing framing = this.choices.oneIn(8) ? Framing.CHUNKS
				: this.choices.oneIn(15) ? Framing.NONE : Framing.LENGTH;
		String body = this.bodies.any();
		for (int i = lines ? this.choices.below(5) : 0; i > 0; i--) {
			body += "\n" + this.bodies.any();
		}
		return new Request(service, line, headers, framing, body);
	}

	private List<String> headers(String contentType) {
		List<String> headers = new ArrayList<>();
		if (!this.choices.oneIn(30)) {
			headers.add("Host: 127.0.0.1");
		}
		if (!this.choices.oneIn(8)) {
			headers.add("Content-Type: " + contentType);
		}
		for (int i = this.choices.oneIn(3) ? 0 : this.choices.below(4); i > 0; i--) {
			String header = this.choices.of(HEADERS);
			headers.add(this.choices.oneIn(20) ? this.choices.mutated(header) : header);
		}
		return headers;
	}

	private String oddTarget() {
		String path = this.choices.of(this.choices.oneIn(3) ? PATHS : ODD_PATHS);
		return this.choices.oneIn(6) ? this.choices.mutated(path) : path;
	}

	private String users() {
		String path = this.choices.of(PATHS);
		StringBuilder query = new StringBuilder();
		for (int i = this.choices.below(4); i > 0; i--) {
			query.append(query.isEmpty() ? '?' : '&').append(this.choices.of(PARAMETERS));
			if (!this.choices.oneIn(10)) {
				query.append('=').append(this.choices.oneIn(5) ? this.bodies.email() : this.choices.of(VALUES));
			}
		}
		return path + query;
	}

}
