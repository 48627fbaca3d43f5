// Imports a file: a user on each line.

import {authorization, idempotencyKey, Problem} from './hal.js';
import {count, element, plural, say} from './dom.js';

const MOST_SHOWN = 100;

export function prepareImport(section, template, imported) {
	const input = section.querySelector('input');
	const drop = section.querySelector('.drop');
	const result = section.querySelector('.result');
	const bar = section.querySelector('progress');
	const keys = new Map();
	let busy = false;

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
			show(await send(file, keyOf(file)));
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

	/** The same file again is a retry: whoever is registered stays so. */
	function keyOf(file) {
		const name = `${file.name} ${file.size} ${file.lastModified}`;
		if (!keys.has(name)) {
			keys.set(name, idempotencyKey());
		}
		return keys.get(name);
	}

	/** XMLHttpRequest, because fetch does not tell how much is sent. */
	function send(file, key) {
		return new Promise((resolve, reject) => {
			const call = new XMLHttpRequest();
			call.open(template.method, template.target);
			call.setRequestHeader('Content-Type', template.contentType);
			call.setRequestHeader('Idempotency-Key', key);
			call.setRequestHeader('Prefer', 'return=minimal');
			Object.entries(authorization()).forEach(([name, value]) => call.setRequestHeader(name, value));
			if (file.name.endsWith('.gz')) {
				call.setRequestHeader('Content-Encoding', 'gzip');
			}
			call.upload.onprogress = event => {
				bar.value = event.loaded / Math.max(event.total, 1);
				say(result, event.loaded < event.total ? `${count(100 * bar.value)} % is sent.` : 'All is sent. Waiting for the outcome …');
			};
			call.onload = () => call.status === 200 ? resolve(call.responseText.trim().split('\n').map(line => JSON.parse(line)))
				: reject(new Problem(call.status, JSON.parse(call.responseText || '{}')));
			call.onerror = () => reject(new Problem(0, {detail: 'The import broke off. Choose the file again: it goes on where it was.'}));
			call.send(file);
		});
	}

	function show(lines) {
		const summary = lines.find(line => line.complete !== undefined) ?? {complete: false};
		const others = lines.filter(line => line.line !== undefined);
		const registered = (summary.registered ?? 0) + (summary.repeated ?? 0);
		say(result, summary.complete
			? `${plural(summary.total, 'line')}: ${count(registered)} registered, ${count(summary.total - registered)} not.`
			: `The import is incomplete: ${summary.problem?.detail ?? 'it broke off.'} Choose the file again: it goes on where it was.`);
		section.querySelector('.report').hidden = others.length === 0;
		section.querySelector('tbody').replaceChildren(...others.slice(0, MOST_SHOWN).map(row));
		say(section.querySelector('.more'), others.length > MOST_SHOWN ? `and ${plural(others.length - MOST_SHOWN, 'more line')}.` : '');
	}

	function row(line) {
		const problem = new Problem(line.status, line.problem ?? {});
		const errors = problem.errors.map(error => `${error.field}: ${error.detail}`).join('; ');
		return element('tr', {}, element('th', {scope: 'row'}, count(line.line)), element('td', {}, errors || problem.message));
	}
}
