// Signs in by the authorization code flow with PKCE (RFC 7636, 9700): the issuer leads back to this page.

import {Issuer} from './issuer.js';
import {Problem} from './hal.js';
import {keep, recall} from './session.js';

/** Under which the tab keeps what the answer has to fit. */
const REQUEST = 'sign-in';

const REFRESH_TOKEN = 'refresh-token';

export class SignIn {

	#options;

	#issuer;

	/** @param options with the issuer's URL, the client's id and the scope to ask for */
	constructor(options) {
		this.#options = options;
		this.#issuer = new Issuer(options.issuer, options.clientId);
	}

	/** Leaves this page for the issuer. */
	async begin() {
		if (!isSecureContext) {
			throw failure('A browser can sign in only where this page comes by HTTPS, or from the same machine.');
		}
		const [state, verifier] = [random(), random()];
		if (!keep(REQUEST, JSON.stringify({state, verifier}))) {
			throw failure('To sign in, the browser has to keep data for this tab (sessionStorage).');
		}
		try {
			location.assign(await this.#issuer.authorizationUrl({
				response_type: 'code', redirect_uri: redirectUri(), scope: this.#options.scope, state,
				code_challenge: base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))), code_challenge_method: 'S256',
			}));
		}
		catch (problem) {
			keep(REQUEST);
			throw problem;
		}
	}

	/** Resolves to a token if this page was opened by the issuer, with its answer, and otherwise to undefined. */
	async complete() {
		const answer = Object.fromEntries(new URLSearchParams(location.search));
		const request = JSON.parse(recall(REQUEST) ?? 'null');
		keep(REQUEST);
		if (!('state' in answer || 'code' in answer || 'error' in answer)) {
			if (request) {
				throw failure(`The sign-in was not completed. If ${this.#options.issuer} has refused this page, `
					+ `${redirectUri()} has to be a redirect URI of its client ${this.#options.clientId}.`);
			}
			return undefined;
		}
		// The address gets into the browser's history.
		history.replaceState(null, '', redirectUri());
		if (!request || answer.state !== request.state) {
			throw failure('The answer that opened this page is not to a sign-in of this tab (its state differs). It was not used.');
		}
		if ((answer.iss ?? this.#options.issuer) !== this.#options.issuer) {
			throw failure(`The answer that opened this page is not from ${this.#options.issuer}. It was not used.`);
		}
		if ('error' in answer) {
			throw this.#issuer.refusal(answer);
		}
		const tokens = await this.#issuer.tokens({
			grant_type: 'authorization_code', code: answer.code, redirect_uri: redirectUri(), code_verifier: request.verifier,
		});
		keep(REFRESH_TOKEN, tokens.refresh_token);
		return tokens.access_token;
	}

	get isRenewable() {
		return recall(REFRESH_TOKEN) !== undefined;
	}

	/** Resolves to another token, or to undefined if the issuer gave nothing to renew it with. */
	async renew() {
		const token = recall(REFRESH_TOKEN);
		if (!token) {
			return undefined;
		}
		try {
			const tokens = await this.#issuer.tokens({grant_type: 'refresh_token', refresh_token: token});
			if (recall(REFRESH_TOKEN) !== token) {
				// Signed out meanwhile.
				return undefined;
			}
			keep(REFRESH_TOKEN, tokens.refresh_token ?? token);
			return tokens.access_token;
		}
		catch (problem) {
			if (problem instanceof Problem && problem.body.error) {
				keep(REFRESH_TOKEN);
			}
			throw problem;
		}
	}

	/** Forgets what renews tokens, and asks the issuer to do so too. */
	async end() {
		const token = recall(REFRESH_TOKEN);
		keep(REFRESH_TOKEN);
		if (token) {
			await this.#issuer.revoke(token).catch(ignoreProblem);
		}
	}

}

function ignoreProblem(problem) {
	if (!(problem instanceof Problem)) {
		throw problem;
	}
}

function failure(detail) {
	return new Problem(0, {detail});
}

/** The address of this page, as the issuer has to know it. */
function redirectUri() {
	return location.origin + location.pathname;
}

function random() {
	return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes) {
	return btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}
