/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.tools;

import io.github.enrol.kafka.RequiredRights;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/**
 * Writes many records, some thousand in a transaction. There is one at a time: a new one
 * ends the last one's transaction, whether that was killed or still runs, and it can
 * write nothing more.
 */
final class TransactionalWriter implements AutoCloseable {

	static final String ID = "enrol-tools";

	private static final int SIZE = 5_000;

	private final Producer<byte[], byte[]> producer;

	private int open;

	TransactionalWriter(KafkaClients kafka) {
		this.producer = kafka.transactionalProducer(ID);
		try {
			this.producer.initTransactions();
		}
		catch (RuntimeException ex) {
			this.producer.close();
			// Kafka does not name it.
			throw (ex instanceof TransactionalIdAuthorizationException) ? new TransactionalIdAuthorizationException(
					RequiredRights.missing(AclOperation.WRITE, "transactional id " + ID)) : ex;
		}
	}

	void write(ProducerRecord<byte[], byte[]> record) {
		if (this.open == 0) {
			this.producer.beginTransaction();
		}
		// The commit reports whatever fails.
		this.producer.send(record);
		this.open++;
		if (this.open == SIZE) {
			commit();
		}
	}

	void commit() {
		if (this.open > 0) {
			this.producer.commitTransaction();
			this.open = 0;
		}
	}

	/**
	 * What is not committed is aborted.
	 */
	@Override
	public void close() {
		this.producer.close();
	}

}
