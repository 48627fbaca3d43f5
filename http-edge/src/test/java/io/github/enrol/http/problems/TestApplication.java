/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.http.problems;

import java.io.IOException;
import java.io.InputStream;

import io.github.enrol.http.requests.KnownParameters;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Fails in every way.
 */
@SpringBootApplication
class TestApplication {

	@RestController
	static class Things {

		@GetMapping(path = "/things/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
		Thing one(@PathVariable long id) {
			if (id == 0) {
				throw Problem.of(ProblemType.USER_NOT_FOUND, "No user has this id.");
			}
			return new Thing("one", (int) id, Colour.RED);
		}

		@GetMapping(path = "/things", produces = MediaType.APPLICATION_JSON_VALUE)
		@KnownParameters({ "size", "colour" })
		Thing find(@RequestParam @Max(10) int size, @RequestParam(defaultValue = "RED") Colour colour,
				@RequestHeader(name = "X-Depth", defaultValue = "1") @Max(3) int depth) {
			return new Thing("found", size, colour);
		}

		@GetMapping("/headed")
		String headed(@RequestHeader("X-Needed") String needed) {
			return needed;
		}

		@PostMapping(path = "/things", consumes = MediaType.APPLICATION_JSON_VALUE)
		Thing create(@Valid @RequestBody Thing thing) {
			return thing;
		}

		@PostMapping("/raw")
		int raw(InputStream body) throws IOException {
			return body.readAllBytes().length;
		}

		@GetMapping("/broken")
		@KnownParameters("email")
		String broken() {
			throw new IllegalStateException("secret of ann@example.com");
		}

		@GetMapping("/overflow")
		String overflow() {
			throw new StackOverflowError("secret");
		}

		@GetMapping("/aborted")
		String aborted() throws IOException {
			throw new IOException("Broken pipe");
		}

		@GetMapping("/streamed")
		void streamed(HttpServletResponse response) throws IOException {
			response.setContentType("application/x-ndjson");
			response.getWriter().write("{}\n");
			response.flushBuffer();
			response.getWriter().write("{}\n");
		}

		@GetMapping("/teapot")
		String teapot() {
			throw new ResponseStatusException(HttpStatus.I_AM_A_TEAPOT, "Short and stout.");
		}

		@GetMapping("/accepted")
		String accepted(@RequestHeader HttpHeaders headers) {
			return headers.get(HttpHeaders.ACCEPT) + " " + headers.getAccept();
		}

		@GetMapping("/bare")
		void bare(HttpServletResponse response) {
			response.setStatus(404);
		}

		@GetMapping("/sent")
		void sent(HttpServletResponse response) throws IOException {
			response.sendError(409, "secret");
		}

	}

	record Thing(@NotBlank String name, int size, Colour colour) {
	}

	enum Colour {

		RED, BLUE

	}

}
