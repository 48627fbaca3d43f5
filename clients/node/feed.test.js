// The list of users as it grows, with the npm package of EventSource, which browsers and later versions of Node have.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ErrorEvent, EventSource } from 'eventsource';
import { parseTemplate } from 'url-template';
import fetchClient from './clients/fetch.js';
import { entryUrl, getJson, newUser } from './enrol.js';

const feed = async (variables = {}) =>
  parseTemplate((await getJson(entryUrl))._links['enrol:feed'].href).expand(variables);

const register = async () => fetchClient.follow(await fetchClient.register(newUser()));

/** An open feed: `next` returns its next event, which must be of that type. */
function open(test, url) {
  const source = new EventSource(url);
  test.after(() => source.close());
  const events = [];
  let arrived = () => {};
  for (const type of ['position', 'user', 'unavailable', 'error']) {
    source.addEventListener(type, (event) => {
      events.push(event);
      arrived();
    });
  }
  return {
    close: () => source.close(),
    async next(type) {
      const timer = setTimeout(() => source.dispatchEvent(new ErrorEvent('error', { message: 'nothing for 10 s' })), 10_000);
      while (events.length === 0) {
        await new Promise((resolve) => (arrived = resolve));
      }
      clearTimeout(timer);
      const event = events.shift();
      assert.equal(event.type, type, event.message || event.data);
      return { id: event.lastEventId, user: JSON.parse(event.data) };
    },
  };
}

it('sees users who register, and goes on after a break without gap or repetition', { timeout: 60_000 }, async (test) => {
  const seen = new Map();
  // Users of earlier tests may still arrive as well.
  const awaitUsers = async (source, expected) => {
    let last;
    while (!expected.every(({ id }) => seen.has(id))) {
      last = await source.next('user');
      assert.ok(!seen.has(last.user.id), `${last.user.id} came twice`);
      seen.set(last.user.id, last.user);
    }
    for (const user of expected) {
      assert.deepEqual(seen.get(user.id), user);
    }
    return last.id;
  };

  const first = open(test, await feed());
  await first.next('position');
  const position = await awaitUsers(first, [await register()]);
  first.close();

  const missed = [await register(), await register(), await register()];
  const second = open(test, await feed({ lastEventId: position }));
  await second.next('position');
  await awaitUsers(second, missed);
  await awaitUsers(second, [await register()]);
});
