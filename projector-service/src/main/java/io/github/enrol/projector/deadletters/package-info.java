/**
 * Keeps, shows and replays what could not be processed.
 */
@NullMarked
package io.github.enrol.projector.deadletters;

import org.jspecify.annotations.NullMarked;
