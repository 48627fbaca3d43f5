/**
 * Filters that see a request before Spring MVC does.
 */
@NullMarked
package io.github.enrol.http.requests;

import org.jspecify.annotations.NullMarked;
