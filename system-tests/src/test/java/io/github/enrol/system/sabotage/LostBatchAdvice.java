/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.sabotage;

import java.util.concurrent.ThreadLocalRandom;

import net.bytebuddy.asm.Advice;

/**
 * Woven around the method: sometimes skips it, as a crash between committing positions
 * and writing their rows would.
 */
final class LostBatchAdvice {

	private LostBatchAdvice() {
	}

	@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
	static boolean enter() {
		return ThreadLocalRandom.current().nextInt(3) == 0;
	}

}
