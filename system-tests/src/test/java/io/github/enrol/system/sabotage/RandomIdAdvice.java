/*
 * Copyright 2026 the original author or authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.enrol.system.sabotage;

import java.util.concurrent.ThreadLocalRandom;

import io.github.enrol.command.registration.RegisterUser;
import net.bytebuddy.asm.Advice;

/**
 * Woven into the start of the method: sets another id each time.
 */
final class RandomIdAdvice {

	private RandomIdAdvice() {
	}

	@Advice.OnMethodEnter
	static void enter(@Advice.Argument(value = 0, readOnly = false) RegisterUser command) {
		String id = command.userId().substring(0, 17) + ThreadLocalRandom.current().nextInt(100_000_000, 1_000_000_000);
		command = new RegisterUser(command.commandId(), id, command.username(), command.email(),
				command.registeredAt());
	}

}
