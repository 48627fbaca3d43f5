/**
 * Applies {@code user-events} to the read model, exactly once.
 */
@NullMarked
package io.github.enrol.projector.projection;

import org.jspecify.annotations.NullMarked;
