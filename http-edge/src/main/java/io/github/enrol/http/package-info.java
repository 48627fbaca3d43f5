/**
 * What the HTTP services have in common: problem details for every error, requests that
 * are sound before a controller sees them, and one way to check configuration.
 */
@NullMarked
package io.github.enrol.http;

import org.jspecify.annotations.NullMarked;
