/**
 * The read model over HTTP.
 */
@NullMarked
package io.github.enrol.query.web;

import org.jspecify.annotations.NullMarked;
