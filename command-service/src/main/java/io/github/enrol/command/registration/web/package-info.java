/**
 * Registering over HTTP.
 */
@NullMarked
package io.github.enrol.command.registration.web;

import org.jspecify.annotations.NullMarked;
