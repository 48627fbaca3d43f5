// An issuer of tokens, as far as a public client needs it. No token of this tab is sent to it by itself.

import {Problem} from './hal.js';

const TIMEOUT_MILLIS = 10000;

export class Issuer {

	#url;

	#clientId;

	#metadata;

	constructor(url, clientId) {
		this.#url = url;
		this.#clientId = clientId;
	}

	/** Resolves to the address at which a person answers a request. */
	async authorizationUrl(parameters) {
		const url = new URL((await this.#discover()).authorization_endpoint);
		Object.entries({...parameters, client_id: this.#clientId}).forEach(([name, value]) => url.searchParams.set(name, value));
		return url;
	}

	/** Resolves to the tokens of a grant. */
	async tokens(grant) {
		const {ok, status, body} = await this.#ask((await this.#discover()).token_endpoint, grant);
		if (!ok || typeof body.access_token !== 'string' || !/^bearer$/i.test(body.token_type)) {
			throw this.refusal(body, status);
		}
		return body;
	}

	/** Revokes a token (RFC 7009), where that can be done. */
	async revoke(token) {
		const {revocation_endpoint: endpoint} = await this.#discover();
		if (endpoint) {
			await this.#ask(endpoint, {token});
		}
	}

	/** Returns what an error of the issuer says. */
	refusal({error, error_description: description}, status = 0) {
		const reason = error ?? `status ${status}`;
		return new Problem(status, {error, detail: `${this.#url} ${error === 'access_denied' ? 'denies access' : 'refuses to sign in'}: `
			+ `${description ? `${description} (${reason})` : reason}.`});
	}

	/** Reads the metadata, by OpenID Connect Discovery or RFC 8414. */
	async #discover() {
		const {origin, pathname} = new URL(this.#url);
		const path = pathname.replace(/\/$/, '');
		let reason;
		for (const place of [`${path}/.well-known/openid-configuration`, `/.well-known/oauth-authorization-server${path}`]) {
			try {
				this.#metadata ??= this.#checked(await this.#ask(origin + place));
				return this.#metadata;
			}
			catch (problem) {
				// That of an answer is worth more than that there is none.
				reason = reason?.status > 0 ? reason : problem;
			}
		}
		throw reason;
	}

	#checked({ok, status, body}) {
		const {origin, protocol} = new URL(this.#url);
		const {issuer, authorization_endpoint: authorization, token_endpoint: token, code_challenge_methods_supported: methods} = body;
		const fault = !ok || issuer !== this.#url ? 'has no metadata of its own (OpenID Connect Discovery, RFC 8414).'
			: methods && !methods.includes('S256') ? 'does not support PKCE with S256.'
			: !URL.canParse(authorization) || new URL(authorization).protocol !== protocol ? 'has no authorization endpoint for browsers.'
			: !URL.canParse(token) || new URL(token).origin !== origin ? 'has its token endpoint on another origin, which this page may not call.'
			: undefined;
		if (fault) {
			throw new Problem(status, {detail: `${this.#url} ${fault}`});
		}
		return body;
	}

	async #ask(url, form) {
		try {
			const options = form && {method: 'POST', body: new URLSearchParams({...form, client_id: this.#clientId})};
			const response = await fetch(url, {...options, signal: AbortSignal.timeout(TIMEOUT_MILLIS)});
			return {ok: response.ok, status: response.status, body: await response.json().catch(() => ({}))};
		}
		catch {
			throw new Problem(0, {detail: `${this.#url} cannot be reached, or does not allow pages of ${location.origin} (CORS).`});
		}
	}

}
