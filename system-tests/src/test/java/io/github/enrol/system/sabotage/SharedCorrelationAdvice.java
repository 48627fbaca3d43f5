package io.github.enrol.system.sabotage;

import net.bytebuddy.asm.Advice;
import org.springframework.kafka.requestreply.CorrelationKey;

/**
 * Woven into the end of the method: one of few ids, for all requests.
 */
final class SharedCorrelationAdvice {

	private SharedCorrelationAdvice() {
	}

	@Advice.OnMethodExit
	static void exit(@Advice.Return(readOnly = false) CorrelationKey key) {
		key = new CorrelationKey(new byte[] { (byte) (System.nanoTime() % 64) });
	}

}
