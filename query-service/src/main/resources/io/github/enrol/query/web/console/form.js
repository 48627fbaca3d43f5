// Forms made from templates of HAL-FORMS: what the API asks for appears by itself.

import {element} from './dom.js';

/** Adds an input for each property of a template. */
export function addFields(form, properties, prefix) {
	for (const property of properties) {
		const id = `${prefix}-${property.name}`;
		const input = element('input', {
			id, name: property.name, type: property.type ?? 'text', autocomplete: 'off', placeholder: property.placeholder, min: property.min, max: property.max,
			step: property.type === 'datetime-local' ? 1 : undefined, value: property.value,
			'aria-required': property.required ? 'true' : undefined, 'aria-describedby': `${id}-error`,
		});
		// A name is a name in any script, and an address is not prose.
		input.spellcheck = false;
		input.addEventListener('input', () => clearError(input));
		form.querySelector('.fields').append(element('div', {class: 'field'},
			element('label', {for: id}, property.prompt ?? property.name), input,
			element('p', {id: `${id}-error`, class: 'field-error', hidden: true})));
	}
}

/** Returns what is filled in, by name. */
export function values(form) {
	const filled = Array.from(form.elements).filter(input => input.name && input.value.trim() !== '');
	return Object.fromEntries(filled.map(input => [input.name,
		input.type === 'datetime-local' ? new Date(input.value).toISOString() : input.value]));
}

/** Shows a problem: what names a field at that field, the rest below the form. */
export function showProblem(form, problem, fieldsOfTypes = {}) {
	clearProblem(form);
	const errors = problem.errors ?? [];
	if (fieldsOfTypes[problem.type]) {
		errors.push({field: fieldsOfTypes[problem.type], detail: problem.message});
	}
	const others = errors.filter(error => !showError(form.elements.namedItem(error.field), error.detail));
	if (others.length > 0 || errors.length === 0) {
		const message = form.querySelector('.form-error');
		message.textContent = others.map(error => `${error.field} ${error.detail}`).join('. ') || problem.message;
		message.hidden = false;
	}
	form.querySelector('[aria-invalid]')?.focus();
}

export function clearProblem(form) {
	form.querySelectorAll('[aria-invalid]').forEach(clearError);
	const message = form.querySelector('.form-error');
	message.textContent = '';
	message.hidden = true;
}

function showError(input, detail) {
	if (!input) {
		return false;
	}
	const error = document.getElementById(`${input.id}-error`);
	const sentence = detail.charAt(0).toUpperCase() + detail.slice(1);
	error.textContent = [error.textContent, /[.!?]$/.test(sentence) ? sentence : `${sentence}.`].filter(Boolean).join(' ');
	error.hidden = false;
	input.setAttribute('aria-invalid', 'true');
	return true;
}

function clearError(input) {
	input.removeAttribute('aria-invalid');
	const error = document.getElementById(`${input.id}-error`);
	error.textContent = '';
	error.hidden = true;
}
