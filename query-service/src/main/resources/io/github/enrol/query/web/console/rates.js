// Rates from counters. Instances take turns to answer behind a load balancer, and begin at 0 again after a restart.

const FORGOTTEN_MILLIS = 15000;

export class Rates {

	#instances = new Map();

	/** Takes what an instance counts at a time. */
	add(status) {
		const at = Date.parse(status.at);
		const before = this.#instances.get(status.instance);
		if (before && before.at === at) {
			return;
		}
		const rates = {};
		if (before && before.startedAt === status.started_at) {
			for (const [name, value] of Object.entries(status.counters ?? {})) {
				if (before.counters[name] !== undefined) {
					rates[name] = Math.max(0, value - before.counters[name]) * 1000 / (at - before.at);
				}
			}
		}
		this.#instances.set(status.instance, {at, startedAt: status.started_at, counters: status.counters ?? {}, rates, seen: Date.now()});
	}

	#recent() {
		return Array.from(this.#instances.values()).filter(instance => Date.now() - instance.seen < FORGOTTEN_MILLIS);
	}

	/** Returns the sum over the instances that have answered lately, or undefined. */
	rate(name) {
		return sum(this.#recent().map(instance => instance.rates[name]));
	}

	total(name) {
		return sum(this.#recent().map(instance => instance.counters[name]));
	}

}

function sum(numbers) {
	const known = numbers.filter(number => number !== undefined);
	return known.length > 0 ? known.reduce((all, number) => all + number, 0) : undefined;
}
