/**
 * A real Kafka and a real database for integration tests, in containers where Docker
 * answers and embedded in the test's JVM otherwise.
 */
@NullMarked
package io.github.enrol.testing;

import org.jspecify.annotations.NullMarked;
