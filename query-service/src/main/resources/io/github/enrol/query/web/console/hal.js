// HAL and HAL-FORMS, as far as any client needs them. Nothing here knows a path of the API.

import {keep, recall} from './session.js';

const HAL_FORMS = 'application/prs.hal-forms+json, application/hal+json;q=0.9';

/** How long a token that cannot be renewed is not tried again. */
const RENEWAL_MILLIS = 5000;

/** A problem detail (RFC 9457), or what stands for one where no service answers. */
export class Problem extends Error {

	constructor(status, body) {
		super(body.detail ?? body.title ?? `The service answers with status ${status}.`);
		this.status = status;
		this.body = body;
	}

	/** The last part of its type, such as "invalid-request". */
	get type() {
		return (this.body.type ?? '').replace(/.*\//, '');
	}

	/** Whether a service refuses access: for want of a token, or of its scope. */
	get isRefusal() {
		return this.status === 401 || (this.status === 403 && this.type === 'insufficient-scope');
	}

	/** What is wrong with each value, by the name of its field. */
	get errors() {
		return (this.body.errors ?? []).map(error => ({
			field: error.parameter ?? error.header ?? (error.pointer ?? '').replace(/^\//, ''),
			detail: error.detail,
		}));
	}

}

/** A resource and where it was found, for links are relative to that. */
export class Resource {

	constructor(url, body) {
		this.url = url;
		this.body = body;
	}

	links(rel) {
		const found = this.body._links?.[`enrol:${rel}`] ?? this.body._links?.[rel] ?? [];
		return (Array.isArray(found) ? found : [found])
			.map(link => ({...link, href: link.templated ? link.href : new URL(link.href, this.url).href}));
	}

	/** Returns the address that a relation leads to, or undefined. */
	link(rel, values = {}) {
		const [link] = this.links(rel);
		return link && (link.templated ? new URL(expand(link.href, values), this.url).href : link.href);
	}

	template(name) {
		return this.body._templates?.[name];
	}

}

/** Expands a URI template (RFC 6570, simple and query expressions). */
export function expand(template, values) {
	return template.replace(/\{([?&]?)([^}]*)\}/g, (all, operator, names) => {
		const given = names.split(',').filter(name => values[name] !== undefined && values[name] !== '');
		return operator === ''
			? given.map(name => encodeURIComponent(values[name])).join(',')
			: given.map((name, index) => `${index ? '&' : operator}${name}=${encodeURIComponent(values[name])}`).join('');
	});
}

export async function get(url) {
	const response = await request(url, {headers: {Accept: HAL_FORMS}});
	return new Resource(response.url, await response.json());
}

let token = recall('token') ?? '';

const refused = [];

let renew = async () => {};

let renewal;

/** Sends this bearer token from now on, or none. */
export function useToken(value) {
	token = value;
	keep('token', value || undefined);
}

export function hasToken() {
	return token !== '';
}

/** Calls a listener whenever a service refuses access, with the problem and whether a token was sent. */
export function onRefusal(listener) {
	refused.push(listener);
}

/** Sets what uses another token, if it can get one, once one is refused. */
export function renewBy(renewing) {
	renew = renewing;
}

/** Many requests may be refused at once. */
async function renewed(sent) {
	if (token === sent) {
		renewal ??= renew().finally(() => setTimeout(() => renewal = undefined, RENEWAL_MILLIS));
		await renewal;
	}
	return token !== sent;
}

/**
 * Sends a request with the token, if any, and again if that could be renewed. Fails with a Problem if it is refused.
 * @param send sends it with some headers, and resolves to a response
 */
export async function authorized(send) {
	const attempt = async () => ({sent: token, response: await send(token ? {Authorization: `Bearer ${token}`} : {})});
	let {sent, response} = await attempt();
	if (response.status === 401 && await renewed(sent)) {
		({sent, response} = await attempt());
	}
	if (!response.ok) {
		const problem = new Problem(response.status, await response.json().catch(() => ({})));
		// What a token did not allow means nothing for the next one.
		if (problem.isRefusal && sent === token) {
			if (response.status === 401 && sent) {
				useToken('');
			}
			refused.forEach(listener => listener(problem, sent !== ''));
		}
		throw problem;
	}
	return response;
}

/** Sends a request. Fails with a Problem if it is refused, or no service answers. */
export function request(url, options) {
	return authorized(async headers => {
		try {
			return await fetch(url, {...options, headers: {...options.headers, ...headers}});
		}
		catch {
			throw new Problem(0, {detail: `No service answers at ${new URL(url).origin}: it is not running, or does not allow this page `
				+ `(server.cors.allowed-origins).`});
		}
	});
}

/** A key under which a request can be repeated. */
export function idempotencyKey() {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return `"${Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')}"`;
}
