// The list of users: pages there and back, a search, and new users as they become visible.

import {expand, get, Problem} from './hal.js';
import {follow} from './feed.js';
import {addFields, clearProblem, showProblem, values} from './form.js';
import {count, element, plural, say, time} from './dom.js';

const REFRESH_MILLIS = 3000;

const PAGE_SIZE = 20;

export class Users {

	#section;

	#rows;

	#target;

	#href;

	#query = '';

	#page;

	#fresh = new Set();

	#arrived = new Map();

	#erased = new Set();

	#drawing = false;

	#live = false;

	/**
	 * Prepares the list.
	 * @param target the address of the users
	 * @param feed the address of users as they become visible
	 */
	constructor(section, target, feed, search) {
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
		section.querySelectorAll('nav button').forEach(button => button.addEventListener('click', async () => {
			if (button.dataset.rel === 'first') {
				this.#show(this.#query);
				return;
			}
			if (this.#isNewest() && this.#arrived.size > 0) {
				// Its links are those from before they came.
				await this.#load(this.#href);
			}
			this.#load(this.#page.link(button.dataset.rel));
		}));
		this.#show('');
		follow(feed, {
			// Whoever is not in a list that is read now comes by the feed.
			position: () => this.#setLive(true),
			unavailable: () => this.#setLive(false),
			closed: () => this.#setLive(false),
			user: user => this.#arrive(user),
			erased: user => this.#erase(user.id),
		});
		setInterval(() => {
			if (!this.#live || this.#arrived.size > 0) {
				this.refresh();
			}
		}, REFRESH_MILLIS);
	}

	#setLive(live) {
		this.#live = live;
		this.#section.querySelector('.live').hidden = !live;
		if (live) {
			this.refresh();
		}
	}

	/** Many may arrive at once: they are shown together. */
	#arrive(user) {
		this.#arrived.set(user.id, user);
		if (!this.#drawing) {
			this.#drawing = true;
			requestAnimationFrame(() => {
				this.#drawing = false;
				this.#showArrived();
			});
		}
	}

	#showArrived() {
		const hint = this.#section.querySelector('.arrived');
		if (!this.#isNewest() || !this.#page) {
			say(hint, this.#arrived.size > 0 ? `${plural(this.#arrived.size, 'new user')}, under Newest.` : '');
			return;
		}
		say(hint, '');
		const users = this.#page.body._embedded.users;
		const known = new Set(users.map(user => user.id));
		const added = [...this.#arrived.values()].filter(user => !known.has(user.id));
		added.forEach(user => this.#fresh.add(user.id));
		const size = Math.max(users.length, PAGE_SIZE);
		this.#page.body._embedded.users = [...users, ...added].sort((one, other) => one.id < other.id ? 1 : -1).slice(0, size);
		this.#render(this.#page);
	}

	/** A page that was read before still has the user. */
	#erase(id) {
		this.#erased.add(id);
		this.#arrived.delete(id);
		if (this.#page) {
			this.#render(this.#page);
		}
		this.refresh();
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
		this.#query = query;
		return this.#load(this.#target + query, form);
	}

	refresh() {
		if (this.#isNewest() && !document.hidden) {
			this.#load(this.#href);
		}
	}

	async #load(href, form = this.#section.querySelector('form')) {
		this.#href = href;
		// Who arrives meanwhile may not be on the page that is read.
		const included = [...this.#arrived.keys()];
		try {
			const page = await get(href);
			if (this.#href === href) {
				if (this.#isNewest()) {
					included.forEach(id => this.#arrived.delete(id));
				}
				this.#render(page);
				this.#showArrived();
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
		const users = page.body._embedded.users.filter(user => !this.#erased.has(user.id));
		page.body._embedded.users = users;
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
