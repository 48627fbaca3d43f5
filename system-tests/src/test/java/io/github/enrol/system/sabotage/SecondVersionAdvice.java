/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.sabotage;

import net.bytebuddy.asm.Advice;

/**
 * Woven into the end of the method: there is a second version.
 */
final class SecondVersionAdvice {

	private SecondVersionAdvice() {
	}

	@Advice.OnMethodExit
	static void exit(@Advice.Return(readOnly = false) int newest) {
		newest = 2;
	}

}
