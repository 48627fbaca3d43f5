// The console: a client of the API that is given the address of its entry, and follows links from there.

import {get, Problem} from './hal.js';
import {Pipeline} from './pipeline.js';
import {prepareAccess} from './access.js';
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

await prepareAccess(byId('access'), byId('sign-out'), () => users.refresh());
const start = await entry();
const users = new Users(byId('users'), start.link('users'), start.link('feed'), start.template('search'));
prepareRegistration(byId('register'), start.template('default'), user => users.added(user));
prepareImport(byId('import'), start.template('import'), () => users.refresh());
new Pipeline(start.links('status'), byId('pipeline'), byId('alerts'), byId('state'));
