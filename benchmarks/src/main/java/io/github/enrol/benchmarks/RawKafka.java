/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import io.github.enrol.command.registration.RegisterUser;
import io.github.enrol.events.RecordJson;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What Kafka alone would do: the bytes of the commands, produced with {@code acks=all}
 * and the producer settings of the command-service, each of so many callers sending its
 * next record when its last is acknowledged. Nobody reads them.
 * <p>
 * The producer's thread plays all callers, and notes their latencies as wrk does.
 */
final class RawKafka {

	private final KafkaProducer<String, byte[]> producer;

	private final String topic;

	private final Histogram latencies = new Histogram(3);

	private final AtomicLong sent = new AtomicLong();

	private final CountDownLatch callers;

	private final long start = System.nanoTime();

	private final long measured;

	private final long end;

	private RawKafka(KafkaProducer<String, byte[]> producer, String topic, int callers, Duration warmUp,
			Duration duration) {
		this.producer = producer;
		this.topic = topic;
		this.callers = new CountDownLatch(callers);
		this.measured = this.start + warmUp.toNanos();
		this.end = this.measured + duration.toNanos();
	}

	/**
	 * Runs it.
	 * @param args bootstrap servers, topic, callers, seconds to warm up, seconds to
	 * measure
	 */
	public static void main(String[] args) throws InterruptedException {
		int callers = Integer.parseInt(args[2]);
		try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", args[0], "acks", "all", "linger.ms", 0), new StringSerializer(),
				new ByteArraySerializer())) {
			RawKafka load = new RawKafka(producer, args[1], callers, Duration.ofSeconds(Long.parseLong(args[3])),
					Duration.ofSeconds(Long.parseLong(args[4])));
			for (int i = 0; i < callers; i++) {
				load.send();
			}
			load.callers.await();
			load.result(callers).print();
		}
	}

	private void send() {
		Ulid id = UlidCreator.getMonotonicUlid();
		String email = this.start + "-" + this.sent.incrementAndGet() + "@example.org";
		ProducerRecord<String, byte[]> record = new ProducerRecord<>(this.topic, email, RecordJson
			.write(new RegisterUser(id.toString(), id.toString(), "Ada Lovelace", email, id.getInstant())));
		record.headers()
			.add("kafka_correlationId", new byte[16])
			.add("kafka_replyTopic", "user-replies".getBytes())
			.add("kafka_replyPartition", new byte[4]);
		long began = System.nanoTime();
		this.producer.send(record, (metadata, failure) -> {
			if (failure != null) {
				throw new IllegalStateException(failure);
			}
			long now = System.nanoTime();
			if (began >= this.measured && now < this.end) {
				this.latencies.recordValue(now - began);
			}
			if (now < this.end) {
				send();
			}
			else {
				this.callers.countDown();
			}
		});
	}

	private Load result(int callers) {
		double seconds = (this.end - this.measured) / 1e9;
		long requests = this.latencies.getTotalCount();
		Histogram corrected = this.latencies
			.copyCorrectedForCoordinatedOmission((long) (seconds * 1e9 * callers / Math.max(1, requests)));
		return new Load(requests, seconds, 0, ms(corrected, 50), ms(corrected, 99), ms(corrected, 99.9),
				corrected.getMaxValue() / 1e6);
	}

	private static double ms(Histogram latencies, double percentile) {
		return latencies.getValueAtPercentile(percentile) / 1e6;
	}

}
