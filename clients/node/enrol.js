// What the tests share: the entry's URL, which is all that a client is given, and users who are not registered yet.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

export const entryUrl = process.env.ENROL_URL ?? 'http://127.0.0.1:8082/';

const run = Date.now().toString(36);
let number = 0;

export function newUser(name = 'Zoë Ωmega 李') {
  return { username: name, email: `zoe+${run}-${++number}@example.org` };
}

/** The service waits for a read model that is behind, and then answers 503: this asks again for a minute. */
export async function read(url, init) {
  const end = Date.now() + 60_000;
  let response;
  do {
    response = await fetch(url, init);
  } while (response.status === 503 && Date.now() < end && (await sleep(200, true)));
  return response;
}

export async function getJson(url, accept = 'application/hal+json') {
  const response = await read(url, { headers: { accept } });
  assert.equal(response.status, 200, `GET ${url}: ${response.status} ${await response.clone().text()}`);
  return response.json();
}

/** Sends lines as an import, and returns its results and, as `summary`, the last of them. */
export async function importLines(lines, headers = {}) {
  const { _links } = await getJson(entryUrl);
  const response = await fetch(_links['enrol:registrations'].href, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...headers },
    body: lines.join('\n') + '\n',
  });
  assert.equal(response.status, 200);
  const results = (await response.text()).trimEnd().split('\n').map((line) => JSON.parse(line));
  return { results, summary: results.pop() };
}

/** Registers so many users of one name, and returns it and their ids, greatest first, when all of them can be read. */
export async function registerMany(count) {
  const name = `Walker ${run}`;
  const lines = Array.from({ length: count }, () => JSON.stringify(newUser(name)));
  const { results, summary } = await importLines(lines);
  assert.equal(summary.registered, count, JSON.stringify(summary));
  for (const { location } of results) {
    await getJson(location);
  }
  return { name, ids: results.map((result) => result.user_id).sort().reverse() };
}
