// What HTTP clients and generic HAL-FORMS clients rely on, with Node's fetch.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fetchClient from './clients/fetch.js';
import { entryUrl, getJson, newUser } from './enrol.js';

const HAL_FORMS = 'application/prs.hal-forms+json';

it('does not receive again what it has', async () => {
  const registered = await fetchClient.register(newUser());
  await fetchClient.follow(registered);
  const page = (await fetchClient.find({ size: 1 }))._links.self.href;
  for (const url of [registered._links['enrol:user'].href, page]) {
    let response = await fetch(url);
    for (let attempt = 0; ; attempt++) {
      const etag = response.headers.get('etag');
      assert.ok(etag, `${url} has no ETag`);
      const again = await fetch(url, { headers: { 'if-none-match': etag } });
      if (again.status === 304) {
        assert.equal(await again.text(), '');
        break;
      }
      // Users of earlier tests may still arrive in the list.
      assert.notEqual(again.headers.get('etag'), etag, `${url}: the same ETag again`);
      assert.ok(url === page && attempt < 100, url);
      response = again;
      await sleep(50);
    }
  }
});

it('gets HAL where it asks for JSON or for anything, and HAL-FORMS where it asks for that', async () => {
  for (const [accept, type] of [
    ['application/json', 'application/json'],
    ['*/*', 'application/hal+json'],
    [`${HAL_FORMS};q=1.0, application/hal+json;q=0.9`, HAL_FORMS],
  ]) {
    const response = await fetch(entryUrl, { headers: { accept } });
    assert.equal(response.headers.get('content-type'), type);
    assert.match(response.headers.get('vary'), /\baccept\b/i);
    assert.equal((await response.json())._links.self.href, entryUrl);
  }
});

it('registers through a template of which it knows nothing but the entry, and finds the user', async () => {
  const user = newUser();
  // As a person would fill it in: by the type of each field.
  const typed = { text: user.username, email: user.email };
  const templates = (await getJson(entryUrl, HAL_FORMS))._templates;
  assert.deepEqual(Object.keys(templates), ['default', 'search', 'import', 'erase'], 'their order on a screen');
  const form = templates.default;
  for (const field of form.properties) {
    assert.ok(field.required && [...typed[field.type]].length <= field.maxLength, JSON.stringify(field));
  }
  assert.equal(form.contentType, 'application/json');
  const registered = await fetch(form.target, {
    method: form.method,
    headers: { 'content-type': form.contentType },
    body: JSON.stringify(Object.fromEntries(form.properties.map((field) => [field.name, typed[field.type]]))),
  });
  assert.equal(registered.status, 201);
  await getJson(registered.headers.get('location'));

  const search = (await getJson(entryUrl, HAL_FORMS))._templates.search;
  const field = search.properties.find((property) => property.type === 'email').name;
  const found = await getJson(`${search.target}?${new URLSearchParams({ [field]: user.email })}`);
  assert.deepEqual(found._embedded.users.map((one) => one.email), [user.email]);
});

it('finds its way from one service to the other and back', async () => {
  const entry = await getJson(entryUrl);
  const commands = new URL('.', new URL('..', entry._links['enrol:registration'].href)).href;
  const other = await getJson(commands);
  assert.equal(other._links.index.href, entryUrl);
  // Not relative: most clients would look for it at the first service.
  assert.equal(other._links['enrol:registration'].href, entry._links['enrol:registration'].href);
});

it('is told about a parameter that is not there, and the one that was meant', async () => {
  const list = (await fetchClient.find({ size: 1 }))._links.self.href;
  const response = await fetch(`${list}&emial=a@example.org`);
  assert.equal(response.status, 400);
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  const { errors } = await response.json();
  assert.equal(errors[0].parameter, 'emial');
  assert.match(errors[0].detail, /email/);
});
