/**
 * Registering many users in one request.
 */
@NullMarked
package io.github.enrol.command.registration.imports;

import org.jspecify.annotations.NullMarked;
