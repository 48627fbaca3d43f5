/**
 * The read side: users as hal+json, from a database that the projector fills.
 */
@NullMarked
package io.github.enrol.query;

import org.jspecify.annotations.NullMarked;
