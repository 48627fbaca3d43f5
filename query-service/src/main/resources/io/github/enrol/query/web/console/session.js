// What this tab keeps until it is closed, unless its browser keeps nothing.

export function recall(name) {
	try {
		return sessionStorage.getItem(name) ?? undefined;
	}
	catch {
		return undefined;
	}
}

/** Keeps a value, or forgets it if that is undefined. Returns whether that could be done. */
export function keep(name, value) {
	try {
		if (value === undefined) {
			sessionStorage.removeItem(name);
		}
		else {
			sessionStorage.setItem(name, value);
		}
		return true;
	}
	catch {
		return false;
	}
}
