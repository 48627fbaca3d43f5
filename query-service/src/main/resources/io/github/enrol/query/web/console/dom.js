// Elements and words. All text is set as text.

export function element(name, properties = {}, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(properties)) {
		if (value === true) {
			made.setAttribute(key, '');
		}
		else if (value !== false && value !== undefined) {
			made.setAttribute(key, value);
		}
	}
	made.append(...children);
	return made;
}

/** Sets a text only if it differs, so that screen readers announce changes alone. */
export function say(target, text) {
	if (target.textContent !== text) {
		target.textContent = text;
	}
}

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const tenths = new Intl.NumberFormat('en', {minimumFractionDigits: 1, maximumFractionDigits: 1});

export function count(number) {
	return whole.format(number);
}

/** With one decimal below 10. */
export function figure(number) {
	return number > 0 && number < 9.95 ? tenths.format(number) : whole.format(number);
}

export function plural(number, one, many = `${one}s`) {
	return `${count(number)} ${number === 1 ? one : many}`;
}

/** The time of today, the date of earlier days, with both as a hint. */
export function time(iso) {
	const when = new Date(iso);
	const today = when.toDateString() === new Date().toDateString();
	return element('time', {datetime: iso, title: when.toLocaleString()}, today
		? when.toLocaleTimeString('en-GB') : when.toLocaleDateString('en-GB', {day: 'numeric', month: 'short', year: 'numeric'}));
}
