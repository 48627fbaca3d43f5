/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.sabotage;

import net.bytebuddy.asm.Advice;

/**
 * Woven into the end of the method: ignores conflicts.
 */
final class IgnoredConflictAdvice {

	private IgnoredConflictAdvice() {
	}

	@Advice.OnMethodExit(onThrowable = RuntimeException.class)
	static void exit(@Advice.Thrown(readOnly = false) Throwable conflict) {
		conflict = null;
	}

}
