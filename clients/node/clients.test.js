// What every client must be able to do, in its own way: see clients/.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fetchClient from './clients/fetch.js';
import halfred from './clients/halfred.js';
import halRestClient from './clients/hal-rest-client.js';
import ketting from './clients/ketting.js';
import traverson from './clients/traverson.js';
import { newUser, registerMany } from './enrol.js';

const CLIENTS = [fetchClient, halfred, ketting, traverson, halRestClient];
const USERS = 265;
const PAGE = 25;

const ids = (users) => users.map((user) => user.id);
let walkers;

// First, because the walkers must be the newest users.
for (const client of CLIENTS) {
  describe(client.name, () => {
    it(`walks ${USERS} users there and back`, async () => {
      walkers ??= registerMany(USERS);
      await walk(client, { size: PAGE }, (await walkers).ids);
    });

    it(`walks ${USERS} users of one name there and back`, async () => {
      walkers ??= registerMany(USERS);
      const { name, ids: newestFirst } = await walkers;
      const last = await walk(client, { size: PAGE, name: name.toUpperCase() }, newestFirst.toReversed());
      assert.ok(!(await client.next(last)), 'the last page has a link "next"');
    });
  });
}

/** Returns the last page. */
async function walk(client, variables, expected) {
  let page = await client.find(variables);
  const there = [ids(client.users(page))];
  while (there.length * PAGE < expected.length) {
    page = await client.next(page);
    assert.ok(page, `page ${there.length} has no link "next"`);
    there.push(ids(client.users(page)));
  }
  const last = page;
  const back = [there.at(-1)];
  while ((page = await client.prev(page))) {
    back.unshift(ids(client.users(page)));
  }
  assert.deepEqual(there.flat().slice(0, expected.length), expected, 'the users on the way there');
  assert.deepEqual(back, there, 'the pages on the way back');
  return last;
}

for (const client of CLIENTS) {
  describe(client.name, () => {
    it('registers through the link, and reads its own write', async () => {
      const user = newUser();
      const { id, name, email } = await client.follow(await client.register(user));
      assert.match(id, /^[0-9A-HJKMNP-TV-Z]{26}$/);
      assert.deepEqual({ username: name, email }, user);
    });

    if (client.registerByForm) {
      it('registers through the template, and finds the user in the list', async () => {
        const user = newUser();
        const { id, email } = await client.followForm(await client.registerByForm(user));
        assert.equal(email, user.email);
        assert.deepEqual(ids(client.users(await client.findByForm({ email }))), [id]);
        assert.ok(ids(client.users(await client.find({ size: PAGE }))).includes(id), 'the newest users lack this one');
      });
    }

    it('finds a user by the address, the beginning of the name, and the time', async () => {
      const user = newUser(`Ünïque ${Math.random()}`);
      const { id, email, created_at: time } = await client.follow(await client.register(user));
      const find = async (variables) => ids(client.users(await client.find(variables)));
      assert.deepEqual(await find({ email }), [id], 'by an address with a plus');
      assert.deepEqual(await find({ email: newUser().email }), [], 'by another address');
      assert.deepEqual(await find({ name: user.username.toLowerCase().slice(0, -1) }), [id], 'by name');
      const withOffset = time.replace('Z', '+00:00');
      assert.ok((await find({ created_after: withOffset, size: 200 })).includes(id), `not among those after ${time}`);
      assert.deepEqual(await find({ email, created_before: withOffset }), [], `among those before ${time}`);
    });

    it('understands that an address is taken', async () => {
      const user = newUser();
      await client.register(user);
      const problem = await refusal(client, { ...user, username: 'Eve', email: user.email.toUpperCase() });
      assert.equal(problem.status, 409);
      assert.equal(problem.type, 'https://enrol.github.io/problems/email-already-registered');
      assert.equal(problem.title, 'The email address is already registered');
    });

    it('understands which fields are wrong', async () => {
      const problem = await refusal(client, { username: ' ', email: 'nobody' });
      assert.equal(problem.status, 400);
      assert.equal(problem.type, 'https://enrol.github.io/problems/invalid-request');
      assert.deepEqual(problem.errors.map((error) => error.pointer).sort(), ['/email', '/username']);
    });
  });
}

async function refusal(client, user) {
  try {
    await client.register(user);
  } catch (error) {
    const problem = client.problem(error);
    assert.ok(problem?.type, `no problem detail: ${error}`);
    return problem;
  }
  assert.fail(`${user.email} was registered`);
}
