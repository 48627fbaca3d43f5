/**
 * The way of a request to its actor and back.
 */
@NullMarked
package io.github.enrol.command.registration.gateway;

import org.jspecify.annotations.NullMarked;
