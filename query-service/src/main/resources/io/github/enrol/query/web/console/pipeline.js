// The pipeline as it runs, from the status of each service.

import {get, Problem} from './hal.js';
import {Rates} from './rates.js';
import {Plot} from './plot.js';
import {count, element, figure, plural, say} from './dom.js';

const INTERVAL_MILLIS = 2000;

const STAGES = [
	{service: 'command-service', counter: 'commands', name: 'Commands', hint: 'decided'},
	{service: 'command-service', counter: 'events', name: 'Events', hint: 'registered'},
	{service: 'projector-service', counter: 'projected', name: 'Projected', hint: 'written'},
	{service: 'query-service', counter: 'visible', name: 'Visible', hint: 'in the list', ofAll: true},
];

const STATES = {DOWN: 'is down', OUT_OF_SERVICE: 'is out of service', UNKNOWN: 'does not know its state'};

export class Pipeline {

	#links;

	#alerts;

	#state;

	#stages;

	#facts = new Map();

	#latency = new Plot('Latency of registrations', 'milliseconds', ['', 'second']);

	#rates = new Map();

	#last = new Map();

	/** The last status of each instance of a service, by the name of the service. */
	#instances = new Map();

	constructor(links, section, alerts, state) {
		this.#links = links;
		this.#alerts = alerts;
		this.#state = state;
		links.forEach(link => this.#rates.set(link.name, new Rates()));
		this.#stages = STAGES.map(stage => ({...stage, plot: new Plot(`${stage.name} per second`, 'per second'),
			value: element('span', {class: 'value'}, '–'), total: element('span', {class: 'hint'}, '')}));
		section.querySelector('.stages').replaceChildren(...this.#stages.map(stage => element('li', {},
			element('h3', {}, stage.name), element('p', {class: 'rate'}, stage.value, ' ', element('span', {class: 'unit'}, '/s')),
			stage.plot.element, stage.total)));
		const facts = section.querySelector('.facts');
		const fact = (name, ...more) => {
			const value = element('div', {class: 'fact-value'}, '–');
			this.#facts.set(name, value);
			facts.append(element('div', {}, element('dt', {}, name), element('dd', {}, value, ...more)));
		};
		fact('Latency', this.#latency.element);
		fact('Lag');
		fact('Decided by');
		fact('Projected by');
		fact('Dead letters');
		fact('Rebuild');
		this.#run();
	}

	async #run() {
		if (!document.hidden) {
			await Promise.all(this.#links.map(link => this.#look(link)));
			this.#render();
		}
		setTimeout(() => this.#run(), INTERVAL_MILLIS);
	}

	async #look(link) {
		try {
			const status = (await get(link.href)).body;
			this.#rates.get(link.name).add(status);
			this.#last.set(link.name, status);
			this.#seen(link.name).set(status.instance, {status, at: Date.now()});
		}
		catch (failure) {
			const refused = failure instanceof Problem && failure.isRefusal;
			this.#last.set(link.name, {service: link.name, status: refused ? 'UP' : 'DOWN', refused, unknown: true,
				reason: failure instanceof Problem ? failure.message : String(failure)});
			this.#seen(link.name).clear();
		}
	}

	#seen(service) {
		if (!this.#instances.has(service)) {
			this.#instances.set(service, new Map());
		}
		return this.#instances.get(service);
	}

	#render() {
		this.#renderAlerts();
		this.#stages.forEach(stage => {
			const rates = this.#rates.get(stage.service);
			const down = this.#last.get(stage.service).unknown;
			const rate = down ? undefined : rates.rate(stage.counter);
			const total = down ? undefined : stage.ofAll ? this.#last.get(stage.service).counters?.[stage.counter] : rates.total(stage.counter);
			stage.plot.add([rate], INTERVAL_MILLIS);
			say(stage.value, rate === undefined ? '–' : figure(rate));
			say(stage.total, total === undefined ? 'unknown' : `${count(total)} ${stage.hint}`);
		});
		const command = this.#last.get('command-service');
		const projector = this.#last.get('projector-service');
		const latency = command.latency_ms;
		this.#latency.add([latency?.p50, latency?.p99], INTERVAL_MILLIS);
		this.#fact('Latency', latency ? pairs(Object.entries(latency).map(([name, value]) => [name, `${figure(value)} ms`]))
			: 'No registration in the last minute.');
		this.#fact('Lag', pairs([['commands', lag(command)], ['events', lag(projector)]]));
		this.#fact('Decided by', partitions(command));
		this.#fact('Projected by', partitions(projector));
		this.#renderDeadLetters(command, projector);
		this.#fact('Rebuild', ...rebuild(projector.rebuild));
	}

	#renderDeadLetters(command, projector) {
		const [undecided, unapplied] = [command.counters?.dead_letters, projector.counters?.dead_letters];
		const both = (undecided ?? 0) + (unapplied ?? 0);
		this.#fact('Dead letters', both > 0
			? `${plural(undecided ?? 0, 'command')} cannot be decided, ${plural(unapplied ?? 0, 'event')} cannot be applied.`
			: undecided === undefined && unapplied === undefined ? '–' : 'None since the start.', both > 0);
	}

	#fact(name, value, bad = false) {
		const target = this.#facts.get(name);
		target.classList.toggle('bad', bad);
		if (typeof value === 'string') {
			say(target, value);
		}
		else {
			target.replaceChildren(value);
		}
	}

	#renderAlerts() {
		const alerts = Array.from(this.#last.values()).filter(status => status.status !== 'UP').flatMap(describe);
		const list = this.#alerts.querySelector('ul');
		if (Array.from(list.children, item => item.textContent).join() !== alerts.join()) {
			list.replaceChildren(...alerts.map(text => element('li', {class: 'alert'}, text)));
		}
		this.#alerts.hidden = alerts.length === 0;
		const bad = Array.from(this.#last.values()).filter(status => status.status !== 'UP').length;
		const refused = Array.from(this.#last.values()).filter(status => status.refused).length;
		this.#state.classList.toggle('bad', bad > 0);
		this.#state.classList.toggle('good', bad === 0 && refused === 0);
		say(this.#state.lastElementChild, bad > 0 ? `${plural(bad, 'service')} ${bad === 1 ? 'has' : 'have'} problems`
			: refused > 0 ? 'The state of the services is not for everybody' : 'All services are up');
	}

}

function describe(status) {
	if (status.unknown) {
		return [`The ${status.service} cannot be reached. ${status.reason}`];
	}
	return status.components.filter(component => component.status !== 'UP')
		.map(component => `The ${status.service} at ${status.instance} ${STATES[status.status] ?? 'is not up'}. ${component.reason}`)
		.filter((text, index, all) => all.indexOf(text) === index);
}

function lag(status) {
	const known = (status.partitions ?? []).filter(partition => partition.lag !== undefined);
	return known.length > 0 ? count(known.reduce((sum, partition) => sum + partition.lag, 0)) : '–';
}

function pairs(entries) {
	return element('ul', {class: 'pairs'}, ...entries.map(([name, value]) => element('li', {}, element('span', {class: 'hint'}, name), ' ', value)));
}

function partitions(status) {
	const instances = new Map();
	(status.partitions ?? []).forEach(partition => {
		instances.set(partition.instance, [...instances.get(partition.instance) ?? [], partition.partition]);
	});
	return instances.size === 0 ? '–' : pairs(Array.from(instances, ([instance, numbers]) => [instance, ranges(numbers)]));
}

/** Partitions 0, 1, 2 and 5 are 0–2, 5. */
function ranges(numbers) {
	const found = [];
	for (const number of numbers) {
		const last = found.at(-1);
		if (last && last[1] === number - 1) {
			last[1] = number;
		}
		else {
			found.push([number, number]);
		}
	}
	return `${numbers.length === 1 ? 'partition' : 'partitions'} ${found.map(([from, to]) => from === to ? from : `${from}–${to}`).join(', ')}`;
}

function rebuild(last) {
	switch (last?.state) {
		case 'RUNNING':
			return [`Running: ${last.live > 0 ? Math.floor(100 * last.rebuilt / last.live) : 0} % of ${plural(last.live, 'event')}.`];
		case 'DONE':
			return ['Done.'];
		case 'FAILED':
			return [`Failed: ${last.failure}`, true];
		default:
			return ['None since the start.'];
	}
}
