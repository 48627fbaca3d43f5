/**
 * What the HTTP services have in common: problem details for every error, and requests
 * that are sound before a controller sees them.
 */
@NullMarked
package io.github.enrol.http;

import org.jspecify.annotations.NullMarked;
