// The console: a client of the API that is given the address of its entry, and follows links from there.

import {get, hasToken, onRefusal, Problem, useToken} from './hal.js';
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

/** Asks for a token once a service does, and says what the one that is used does not allow. */
function prepareAccess(changed) {
	const section = byId('access');
	const form = byId('token');
	const forget = form.querySelector('[type=button]');
	const missing = new Set();
	const use = token => {
		useToken(token);
		missing.clear();
		form.reset();
		section.hidden = token !== '';
		forget.hidden = true;
		changed();
	};
	onRefusal((problem, tokenSent) => {
		if (!tokenSent && missing.size > 0) {
			// Why the last token was refused is worth more.
			return;
		}
		section.hidden = false;
		forget.hidden = !hasToken();
		if (problem.status === 401) {
			missing.clear();
		}
		missing.add(problem.message);
		say(form.querySelector('.form-error'), `${problem.status === 401 ? 'Not signed in.' : 'Not allowed.'} ${[...missing].sort().join(' ')}`);
	});
	form.addEventListener('submit', event => {
		event.preventDefault();
		use(form.elements.token.value.trim());
	});
	forget.addEventListener('click', () => use(''));
}

prepareAccess(() => users.refresh());
const start = await entry();
const users = new Users(byId('users'), start.link('users'), start.link('feed'), start.template('search'));
prepareRegistration(byId('register'), start.template('default'), user => users.added(user));
prepareImport(byId('import'), start.template('import'), () => users.refresh());
new Pipeline(start.links('status'), byId('pipeline'), byId('alerts'), byId('state'));
