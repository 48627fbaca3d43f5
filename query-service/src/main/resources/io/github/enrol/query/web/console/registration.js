// Registers one user.

import {get, idempotencyKey, Problem, request, Resource} from './hal.js';
import {addFields, clearProblem, showProblem, values} from './form.js';
import {say} from './dom.js';

/** Problems that concern one field without naming it. */
const FIELDS = {'email-already-registered': 'email'};

/**
 * Prepares the form.
 * @param registered is called with each new user, once that user can be read
 */
export function prepareRegistration(form, template, registered) {
	addFields(form, template.properties, 'register');
	const button = form.querySelector('button');
	const result = form.querySelector('.result');
	let last = {};
	form.addEventListener('submit', async event => {
		event.preventDefault();
		const body = JSON.stringify(values(form));
		// After a failure the same request is a retry: whatever became of the first, the user is registered once.
		last = last.body === body ? last : {body, key: idempotencyKey()};
		clearProblem(form);
		say(result, '');
		button.disabled = true;
		try {
			const response = await request(template.target, {
				method: template.method, body, headers: {'Content-Type': template.contentType, 'Idempotency-Key': last.key},
			});
			const answer = new Resource(response.url, await response.json());
			last = {};
			form.reset();
			form.querySelector('input').focus();
			if (response.status === 202) {
				say(result, 'Accepted. If the address is free, the user is registered in a moment.');
				return;
			}
			say(result, 'Registered. The list will show the user in a moment.');
			const user = await get(answer.link('user'));
			say(result, `${user.body.name} is registered.`);
			registered(user);
		}
		catch (failure) {
			if (!(failure instanceof Problem)) {
				throw failure;
			}
			showProblem(form, failure, FIELDS);
		}
		finally {
			button.disabled = false;
		}
	});
}
