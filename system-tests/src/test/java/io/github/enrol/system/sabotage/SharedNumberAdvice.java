/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.sabotage;

import net.bytebuddy.asm.Advice;

/**
 * Woven into the start of the constructor: few numbers, shared by all commands.
 */
final class SharedNumberAdvice {

	private SharedNumberAdvice() {
	}

	@Advice.OnMethodEnter
	static void enter(@Advice.Argument(value = 0, readOnly = false) long number) {
		number = number % 4;
	}

}
