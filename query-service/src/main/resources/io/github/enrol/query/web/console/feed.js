// The live feed: server-sent events, read by fetch because EventSource cannot send a token.

import {Problem, request} from './hal.js';

const RETRY_MILLIS = 3000;

/**
 * Follows a feed for as long as the page is open. After a break it goes on where it was.
 * @param listeners by name: the types of events, with their data, and "closed" for a break
 */
export async function follow(url, listeners) {
	let last;
	let retry = RETRY_MILLIS;
	for (;;) {
		try {
			const headers = {Accept: 'text/event-stream', ...last && {'Last-Event-ID': last}};
			const response = await request(url, {headers, cache: 'no-store'});
			for await (const event of events(response.body)) {
				last = event.id ?? last;
				retry = Number(event.retry ?? retry);
				if (event.data !== undefined) {
					listeners[event.event]?.(JSON.parse(event.data));
				}
			}
		}
		catch (failure) {
			// A broken connection is a TypeError.
			if (!(failure instanceof Problem || failure instanceof TypeError)) {
				throw failure;
			}
			last = failure.status === 400 ? undefined : last;
		}
		listeners.closed();
		await new Promise(resolve => setTimeout(resolve, retry));
	}
}

async function* events(body) {
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	let text = '';
	for (;;) {
		const {done, value} = await reader.read();
		if (done) {
			return;
		}
		const blocks = (text + value).split('\n\n');
		text = blocks.pop();
		yield* blocks.map(parse);
	}
}

function parse(block) {
	const event = {event: 'message'};
	for (const line of block.split('\n')) {
		const [, name, value] = line.match(/^([^:]*):? ?(.*)$/);
		event[name] = name === 'data' && event.data !== undefined ? `${event.data}\n${value}` : value;
	}
	return event;
}
