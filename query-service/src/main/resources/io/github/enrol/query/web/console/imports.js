// Imports a file, a user on each line, in the background of the service.

import {authorized, get, idempotencyKey, Problem, request, Resource} from './hal.js';
import {count, element, plural, say} from './dom.js';

const MOST_SHOWN = 100;

/** How often the service is asked for progress, which it renews each second. */
const POLL_MILLIS = 1000;

/** How long a service may be away, before an import is no longer followed. */
const SILENCE_MILLIS = 120000;

const pause = millis => new Promise(resolve => setTimeout(resolve, millis));

export function prepareImport(section, template, imported) {
	const input = section.querySelector('input');
	const drop = section.querySelector('.drop');
	const result = section.querySelector('.result');
	const bar = section.querySelector('progress');
	const keys = new Map();
	let busy = false;
	let cancelled = () => {};

	input.addEventListener('change', () => {
		if (input.files.length > 0) {
			start(input.files[0]);
		}
		// So that the same file can be chosen again.
		input.value = '';
	});
	for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) {
		drop.addEventListener(type, event => {
			event.preventDefault();
			drop.classList.toggle('over', type === 'dragenter' || type === 'dragover');
			if (type === 'drop' && event.dataTransfer.files.length > 0) {
				start(event.dataTransfer.files[0]);
			}
		});
	}

	section.querySelector('.cancel').addEventListener('click', () => cancelled());

	async function start(file) {
		if (busy) {
			say(result, 'Another import is still running.');
			return;
		}
		busy = true;
		section.querySelector('.report').hidden = true;
		section.querySelector('.import-progress').hidden = false;
		say(section.querySelector('.import-name'), file.name);
		say(result, 'Sending …');
		bar.removeAttribute('value');
		try {
			const accepted = await send(file, keyOf(file));
			const ended = await completion(accepted);
			if (ended) {
				await show(ended);
			}
		}
		catch (failure) {
			if (!(failure instanceof Problem)) {
				throw failure;
			}
			say(result, failure.message);
		}
		finally {
			busy = false;
			section.querySelector('.import-progress').hidden = true;
			imported();
		}
	}

	/** Follows an accepted import to its end, also over a restart of the service. Resolves to nothing when it is cancelled. */
	async function completion(accepted) {
		const cancel = new Promise(resolve => cancelled = resolve).then(() => 'cancel');
		let current = accepted, answered = Date.now();
		while (current.body.state === 'running') {
			bar.value = current.body.progress;
			say(result, `${count(current.body.total)} of ${plural(current.body.lines, 'line')} done.`);
			if (await Promise.race([cancel, pause(POLL_MILLIS)]) === 'cancel') {
				await request(accepted.link('self'), {method: 'DELETE'});
				say(result, `Cancelled. ${registered(current.body)} registered before that stay.`);
				return undefined;
			}
			try {
				current = await get(accepted.link('self'));
				answered = Date.now();
			}
			catch (failure) {
				if (!(failure instanceof Problem) || (failure.status !== 0 && failure.status < 500) || Date.now() - answered > SILENCE_MILLIS) {
					throw failure;
				}
				say(result, `${failure.message} The import goes on when it is back.`);
			}
		}
		return current;
	}

	/** The same file again is a retry: whoever is registered stays so. */
	function keyOf(file) {
		const name = `${file.name} ${file.size} ${file.lastModified}`;
		if (!keys.has(name)) {
			keys.set(name, idempotencyKey());
		}
		return keys.get(name);
	}

	async function send(file, key) {
		const response = await authorized(headers => upload(file, {...headers, 'Idempotency-Key': key}));
		return new Resource(template.target, await response.json());
	}

	/** XMLHttpRequest, because fetch does not tell how much is sent. */
	function upload(file, headers) {
		return new Promise((resolve, reject) => {
			const call = new XMLHttpRequest();
			call.open(template.method, template.target);
			call.setRequestHeader('Content-Type', /\.csv(\.gz)?$/i.test(file.name) ? 'text/csv' : template.contentType);
			call.setRequestHeader('Prefer', 'respond-async');
			Object.entries(headers).forEach(([name, value]) => call.setRequestHeader(name, value));
			if (file.name.endsWith('.gz')) {
				call.setRequestHeader('Content-Encoding', 'gzip');
			}
			call.upload.onprogress = event => {
				bar.value = event.loaded / Math.max(event.total, 1);
				say(result, event.loaded < event.total ? `${count(100 * bar.value)} % is sent.` : 'All is sent. The service reads it …');
			};
			call.onload = () => resolve(new Response(call.response, {status: call.status}));
			cancelled = () => call.abort();
			call.onabort = () => reject(new Problem(0, {detail: 'Cancelled. Nothing was registered.'}));
			call.onerror = () => reject(new Problem(0, {detail: 'The import broke off. Choose the file again: it goes on where it was.'}));
			call.send(file);
		});
	}

	async function show(ended) {
		const report = await request(ended.link('report'), {});
		const others = (await report.text()).split('\n').filter(Boolean).map(line => JSON.parse(line)).filter(line => line.line !== undefined);
		const {state, total, problem} = ended.body;
		say(result, state === 'completed'
			? `${plural(total, 'line')}: ${registered(ended.body)} registered, ${count(total - ended.body.registered - ended.body.repeated)} not.`
			: `The import is incomplete: ${problem?.detail ?? 'it broke off.'} Choose the file again: it goes on where it was.`);
		section.querySelector('.report').hidden = others.length === 0;
		section.querySelector('tbody').replaceChildren(...others.slice(0, MOST_SHOWN).map(row));
		say(section.querySelector('.more'), others.length > MOST_SHOWN ? `and ${plural(others.length - MOST_SHOWN, 'more line')}.` : '');
	}

	function registered(body) {
		return count(body.registered + body.repeated);
	}

	function row(line) {
		const problem = new Problem(line.status, line.problem ?? {});
		const errors = problem.errors.map(error => `${error.field}: ${error.detail}`).join('; ');
		return element('tr', {}, element('th', {scope: 'row'}, count(line.line)), element('td', {}, errors || problem.message));
	}
}
