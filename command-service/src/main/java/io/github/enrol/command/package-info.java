/**
 * The write side: takes commands over HTTP and decides them.
 */
@NullMarked
package io.github.enrol.command;

import org.jspecify.annotations.NullMarked;
