// The list of users: pages there and back, a search, and new users as they become visible.

import {expand, get, Problem} from './hal.js';
import {addFields, clearProblem, showProblem, values} from './form.js';
import {count, element, plural, say, time} from './dom.js';

const REFRESH_MILLIS = 3000;

export class Users {

	#section;

	#rows;

	#target;

	#href;

	#page;

	#fresh = new Set();

	/**
	 * Prepares the list.
	 * @param target the address of the users
	 */
	constructor(section, target, search) {
		this.#section = section;
		this.#rows = section.querySelector('tbody');
		this.#target = target;
		const form = section.querySelector('form');
		addFields(form, search.properties, 'search');
		form.addEventListener('submit', event => {
			event.preventDefault();
			const query = values(form);
			clearProblem(form);
			this.#show(expand(`{?${Object.keys(query).join(',')}}`, query), form);
		});
		form.addEventListener('reset', () => {
			clearProblem(form);
			this.#show('');
		});
		section.querySelectorAll('nav button').forEach(button => button.addEventListener('click', () => {
			this.#load(this.#page.link(button.dataset.rel));
		}));
		this.#show('');
		setInterval(() => this.refresh(), REFRESH_MILLIS);
	}

	/** Shows a user who was registered here. */
	added(user) {
		this.#fresh.add(user.body.id);
		if (this.#isNewest()) {
			this.refresh();
		}
		else {
			this.#show('');
		}
	}

	#isNewest() {
		return this.#href === this.#target;
	}

	#show(query, form = this.#section.querySelector('form')) {
		return this.#load(this.#target + query, form);
	}

	refresh() {
		if (this.#isNewest() && !document.hidden) {
			this.#load(this.#href);
		}
	}

	async #load(href, form = this.#section.querySelector('form')) {
		this.#href = href;
		try {
			const page = await get(href);
			if (this.#href === href) {
				this.#render(page);
			}
		}
		catch (failure) {
			if (!(failure instanceof Problem)) {
				throw failure;
			}
			if (failure.status === 400) {
				showProblem(form, failure);
			}
			else {
				this.#explain(failure.message);
			}
		}
	}

	#explain(text) {
		const empty = this.#section.querySelector('.empty');
		say(empty, text);
		empty.hidden = text === '';
	}

	#render(page) {
		const before = this.#page && new Set(this.#page.body._embedded.users.map(user => user.id));
		const users = page.body._embedded.users;
		this.#page = page;
		if (this.#isNewest() && before) {
			users.filter(user => !before.has(user.id) && before.size > 0).forEach(user => this.#fresh.add(user.id));
		}
		this.#rows.replaceChildren(...users.map(user => this.#row(user)));
		this.#explain(users.length > 0 ? '' : this.#isNewest() ? 'Nobody is registered yet.' : 'No user matches.');
		say(this.#section.querySelector('.total'), this.#isNewest() || page.body.total > users.length
			? plural(page.body.total, 'user') : `${count(users.length)} found`);
		this.#section.querySelectorAll('nav button').forEach(button => {
			button.disabled = !page.link(button.dataset.rel) || (button.dataset.rel === 'first' && this.#isNewest());
		});
	}

	#row(user) {
		return element('tr', {class: this.#fresh.has(user.id) ? 'fresh' : undefined},
			element('th', {scope: 'row'}, user.name), element('td', {class: 'email'}, ...address(user.email)),
			element('td', {class: 'when'}, time(user.created_at)), element('td', {class: 'id'}, user.id));
	}

}

/** An address may be broken before its domain. */
function address(email) {
	const at = email.lastIndexOf('@');
	return [email.slice(0, at), element('wbr'), email.slice(at)];
}
