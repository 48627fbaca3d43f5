/**
 * The services as a user runs them: jars, processes, HTTP.
 */
@NullMarked
package io.github.enrol.system;

import org.jspecify.annotations.NullMarked;
