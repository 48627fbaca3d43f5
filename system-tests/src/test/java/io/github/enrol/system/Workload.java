/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.github.enrol.system.UserApi.Answer;
import io.github.enrol.system.history.Attempt;
import io.github.enrol.system.history.Erasure;
import io.github.enrol.system.history.HistoryChecker;
import io.github.enrol.system.history.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Clients that register, retry, race for addresses, erase, follow their links and page,
 * while faults may occur. Each records its requests and answers.
 */
final class Workload {

	private static final int CLIENTS = 24;

	/** In ms; longer than any fault including recovery. */
	private static final long PATIENCE = 120_000;

	/**
	 * In ms, the pause between two actions of a client: the load should be steady, not
	 * overwhelming.
	 */
	private static final int MAX_REST = 100;

	private final List<UserApi> apis;

	private final int seed;

	private final long began = System.nanoTime();

	private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();

	private final Queue<Erasure> erasures = new ConcurrentLinkedQueue<>();

	/** Ids of users who may be gone. */
	private final Set<String> erasing = ConcurrentHashMap.newKeySet();

	private final Queue<Violation> violations = new ConcurrentLinkedQueue<>();

	private final Set<String> visible = ConcurrentHashMap.newKeySet();

	private final AtomicInteger addresses = new AtomicInteger();

	private volatile boolean over;

	private final AtomicInteger names = new AtomicInteger();

	/**
	 * Creates a workload.
	 * @param apis the instances to use in turn
	 * @param seed determines the addresses and what clients do
	 */
	Workload(List<UserApi> apis, int seed) {
		this.apis = apis;
		this.seed = seed;
	}

	/**
	 * Runs until at least the given number of addresses was tried and the concurrent
	 * schedule has ended.
	 */
	void run(int addresses, Runnable schedule) {
		ExecutorService threads = Executors.newCachedThreadPool();
		for (int client = 0; client < CLIENTS; client++) {
			Random random = new Random(this.seed * 1_000L + client);
			threads.submit(() -> reporting(() -> {
				while (goOn(addresses)) {
					act(random);
					ManagedProcess.pause(Duration.ofMillis(random.nextInt(MAX_REST)));
				}
			}));
		}
		threads.submit(() -> reporting(() -> {
			while (goOn(addresses)) {
				walk();
			}
		}));
		try {
			schedule.run();
		}
		finally {
			this.over = true;
			threads.shutdown();
		}
		try {
			if (!threads.awaitTermination(10, TimeUnit.MINUTES)) {
				throw new IllegalStateException("the clients do not come to an end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean goOn(int addresses) {
		return !this.over || this.addresses.get() < addresses;
	}

	private void reporting(Runnable client) {
		try {
			client.run();
		}
		catch (RuntimeException ex) {
			this.violations.add(new Violation("a client failed: " + ex, List.of()));
		}
	}

	private void act(Random random) {
		String email = "S" + this.seed + "-" + this.addresses.incrementAndGet() + "@Example.com";
		switch (random.nextInt(10)) {
			case 0 -> race(random, email);
			case 1 -> {
				register(random, email, name(), null);
				register(random, email.toUpperCase(Locale.ROOT), name(), null);
			}
			case 2 -> {
				String name = name();
				register(random, email, name, "key-" + name);
				register(random, email, name, "key-" + name);
			}
			case 3 -> register(random, email, name(), null);
			case 4 -> {
				String name = name();
				String userId = register(random, email, name, "key-" + name);
				if (userId != null) {
					erase(random, email, name, userId);
				}
			}
			default -> {
				String name = name();
				register(random, email, name, "key-" + name);
			}
		}
	}

	private void race(Random random, String email) {
		List<Thread> racers = new ArrayList<>();
		for (int i = 0; i < 2 + random.nextInt(4); i++) {
			String name = name();
			Random own = new Random(random.nextLong());
			racers.add(new Thread(() -> reporting(() -> register(own, email, name, own.nextBoolean() ? name : null))));
		}
		racers.forEach(Thread::start);
		racers.forEach(Workload::join);
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Erases a user, at times together with a retry of the registration or with somebody
	 * else who wants the address.
	 */
	private void erase(Random random, String email, String name, String userId) {
		Random own = new Random(random.nextLong());
		Thread other = new Thread(() -> reporting(() -> {
			switch (own.nextInt(3)) {
				case 0 -> register(own, email, name, "key-" + name);
				case 1 -> register(own, email, name(), null);
				default -> {
				}
			}
		}));
		this.erasing.add(userId);
		other.start();
		untilDecided(email, () -> {
			UserApi api = this.apis.get(random.nextInt(this.apis.size()));
			Answer answer = ask(() -> api.erase(email.toLowerCase(Locale.ROOT), userId).join());
			int status = (answer != null) ? answer.status() : 0;
			Answer found = (status == 200 && random.nextBoolean()) ? ask(() -> api.get(answer.link("enrol:user")))
					: null;
			this.erasures.add(new Erasure(email, userId, status, (found != null) ? found.status() : 0));
			return status;
		}, random);
		join(other);
	}

	private String name() {
		return "user " + this.seed + " " + this.names.incrementAndGet();
	}

	/**
	 * Retries until there is an outcome; without a key it may result from the client's
	 * own earlier attempt.
	 * @return the user's id if the outcome is a registration
	 */
	private @Nullable String register(Random random, String email, String name, @Nullable String key) {
		AtomicReference<@Nullable String> userId = new AtomicReference<>();
		untilDecided(email, () -> {
			UserApi api = this.apis.get(random.nextInt(this.apis.size()));
			long start = now();
			Answer answer = ask(() -> api.register(name, email, key).join());
			int status = (answer != null) ? answer.status() : 0;
			userId.set((status == 201) ? answer.userId() : null);
			Attempt attempt = new Attempt(email, name, key, start, now(), status, userId.get(), 0);
			if (status == 201 && random.nextInt(4) == 0) {
				attempt = attempt.followed(follow(api, answer.location(), answer.userId()));
			}
			this.attempts.add(attempt);
			return status;
		}, random);
		return userId.get();
	}

	/**
	 * Asks until the answer is an outcome.
	 */
	private void untilDecided(String email, IntSupplier question, Random random) {
		long end = now() + PATIENCE;
		while (now() < end) {
			int status = question.getAsInt();
			if (status != 0 && status != 503) {
				return;
			}
			ManagedProcess.pause(Duration.ofMillis(200 + random.nextInt(300)));
		}
		this.violations.add(new Violation("no outcome after " + PATIENCE + " ms", List.of(email)));
	}

	private int follow(UserApi api, URI location, String userId) {
		Answer found = ask(() -> api.get(location));
		if (found != null && found.status() == 200) {
			this.visible.add(userId);
			if (!found.body().get("id").stringValue().equals(userId)) {
				this.violations.add(new Violation("another user behind Location", List.of(userId, found.body())));
			}
		}
		return (found != null) ? found.status() : 0;
	}

	private void walk() {
		Set<String> before = new HashSet<>(this.visible);
		List<String> walk = new ArrayList<>();
		Answer page = ask(() -> this.apis.get(0).users("?size=200"));
		while (page != null && page.status() == 200) {
			page.body().at("/_embedded/users").forEach((user) -> walk.add(user.get("id").stringValue()));
			if (!page.hasLink("next")) {
				before.removeAll(this.erasing);
				this.violations.addAll(HistoryChecker.checkWalk(before, walk));
				return;
			}
			URI next = page.link("next");
			page = ask(() -> this.apis.get(0).get(next));
		}
		if (page != null && page.status() != 503) {
			this.violations.add(new Violation("a page was answered " + page.status(), List.of(page.body())));
		}
		ManagedProcess.pause(Duration.ofMillis(200));
	}

	/**
	 * Returns null for a broken connection, in the words of a proxy too; any other
	 * failure is an error of the test.
	 */
	private @Nullable Answer ask(Supplier<Answer> request) {
		try {
			Answer answer = request.get();
			return (answer.status() == 502 || answer.status() == 504) ? null : answer;
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof HttpTimeoutException
					&& !(ex.getCause() instanceof HttpConnectTimeoutException)) {
				this.violations.add(new Violation("a request hung for 20 s", List.of(ex.getCause().toString())));
			}
			if (ex.getCause() instanceof IOException) {
				return null;
			}
			throw ex;
		}
	}

	private long now() {
		return (System.nanoTime() - this.began) / 1_000_000;
	}

	List<Attempt> attempts() {
		return List.copyOf(this.attempts);
	}

	List<Erasure> erasures() {
		return List.copyOf(this.erasures);
	}

	List<Violation> violations() {
		return List.copyOf(this.violations);
	}

}
