package io.github.enrol.projector.projection;

import java.util.List;

/**
 * What becomes of events that cannot be applied.
 */
public interface Rejections {

	/**
	 * Does what must have succeeded once before the first event is read.
	 */
	default void prepare() {
	}

	/**
	 * Keeps events, before the transaction commits that passes them over.
	 * @throws RuntimeException if one of them is not kept; then none is passed over
	 */
	default void keep(List<Rejected> rejected) {
	}

	/**
	 * Counts events, after that transaction.
	 */
	void count(List<Rejected> rejected);

}
