// Who uses the console: signs in, or enters a token, and learns what that does not allow.

import {hasToken, onRefusal, Problem, renewBy, useToken} from './hal.js';
import {say} from './dom.js';
import {SignIn} from './sign-in.js';

/**
 * Asks for access once a service refuses it. Resolves when a sign-in that led back to this page is complete.
 * @param section has a button to sign in if that is configured
 * @param changed is called when another token was entered
 */
export async function prepareAccess(section, signOut, changed) {
	const button = section.querySelector('#sign-in');
	const form = section.querySelector('form');
	const signIn = button ? new SignIn(button.dataset) : undefined;
	const missing = new Set();
	let refusal = '', failure = '';

	const show = () => {
		section.hidden = !refusal && !failure && missing.size === 0;
		signOut.hidden = !hasToken() && !signIn?.isRenewable;
		say(section.querySelector('.form-error'), [
			hasToken() || section.hidden ? '' : 'Not signed in.', refusal, failure, missing.size > 0 ? 'Not allowed.' : '', ...[...missing].sort(),
		].filter(Boolean).join(' '));
	};
	const use = token => {
		useToken(token);
		refusal = failure = '';
		missing.clear();
		show();
	};
	/** Shows the problem if something about signing in fails. */
	const attempt = async action => {
		try {
			await action();
		}
		catch (problem) {
			if (!(problem instanceof Problem)) {
				throw problem;
			}
			failure = problem.message;
			show();
		}
	};
	const complete = () => attempt(async () => {
		const token = await signIn.complete();
		if (token) {
			use(token);
		}
	});

	onRefusal((problem, tokenSent) => {
		if (problem.status === 403) {
			missing.add(problem.message);
		}
		else if (tokenSent || !refusal && !failure) {
			// Why a token was refused is worth more than that there is none.
			refusal = problem.message;
			missing.clear();
		}
		show();
	});
	form.addEventListener('submit', event => {
		event.preventDefault();
		signIn?.end();
		use(form.elements.token.value.trim());
		form.reset();
		changed();
	});
	signOut.addEventListener('click', async () => {
		useToken('');
		await signIn?.end();
		// What was shown is not for whoever is next at this screen.
		location.reload();
	});
	if (signIn) {
		renewBy(() => attempt(async () => {
			const token = await signIn.renew();
			if (token) {
				useToken(token);
				refusal = failure = '';
				show();
			}
		}));
		button.addEventListener('click', async () => {
			button.disabled = true;
			await attempt(() => signIn.begin());
			button.disabled = false;
		});
		// The browser may show this page as it was left.
		addEventListener('pageshow', event => event.persisted && complete());
		await complete();
	}
	show();
}
