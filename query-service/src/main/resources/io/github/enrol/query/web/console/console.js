// The console: a client of the API that is given the address of its entry, and follows links from there.

import {get, onRefusal, Problem, useToken} from './hal.js';
import {Pipeline} from './pipeline.js';
import {prepareImport} from './imports.js';
import {prepareRegistration} from './registration.js';
import {say} from './dom.js';
import {Users} from './users.js';

const RETRY_MILLIS = 3000;

const byId = id => document.getElementById(id);

async function entry() {
	for (;;) {
		try {
			return await get(new URL('.', location.href).href);
		}
		catch (failure) {
			if (!(failure instanceof Problem)) {
				throw failure;
			}
			say(byId('state').lastElementChild, failure.message);
			byId('state').classList.add('bad');
			await new Promise(resolve => setTimeout(resolve, RETRY_MILLIS));
		}
	}
}

/** Asks for a token once a service does. */
function prepareAccess(accepted) {
	const form = byId('token');
	onRefusal(problem => {
		byId('access').hidden = false;
		say(form.querySelector('.form-error'), problem.message);
	});
	form.addEventListener('submit', event => {
		event.preventDefault();
		useToken(form.elements.token.value.trim());
		form.reset();
		byId('access').hidden = true;
		accepted();
	});
}

prepareAccess(() => users.refresh());
const start = await entry();
const users = new Users(byId('users'), start.link('users'), start.link('feed'), start.template('search'));
prepareRegistration(byId('register'), start.template('default'), user => users.added(user));
prepareImport(byId('import'), start.template('import'), () => users.refresh());
new Pipeline(start.links('status'), byId('pipeline'), byId('alerts'), byId('state'));
