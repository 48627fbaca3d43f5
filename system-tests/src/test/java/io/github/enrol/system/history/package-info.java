/**
 * What clients asked and were answered, and whether the system may answer so.
 */
@NullMarked
package io.github.enrol.system.history;

import org.jspecify.annotations.NullMarked;
