/**
 * Corrects or refuses requests before Spring MVC sees them.
 */
@NullMarked
package io.github.enrol.http.requests;

import org.jspecify.annotations.NullMarked;
