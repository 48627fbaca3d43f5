/**
 * How the services check their own configuration.
 */
@NullMarked
package io.github.enrol.http.configuration;

import org.jspecify.annotations.NullMarked;
