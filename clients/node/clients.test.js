// What every client must be able to do, in its own way: see clients/.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fetchClient from './clients/fetch.js';
import halfred from './clients/halfred.js';
import halRestClient from './clients/hal-rest-client.js';
import ketting from './clients/ketting.js';
import traverson from './clients/traverson.js';
import { newUser, registerMany } from './enrol.js';

const USERS = 265;
const PAGE = 25;

let walkers;

for (const client of [fetchClient, halfred, ketting, traverson, halRestClient]) {
  describe(client.name, () => {
    it(`walks ${USERS} users there and back`, async () => {
      walkers ??= registerMany(USERS);
      const expected = await walkers;
      const there = [];
      let page = await client.firstPage(PAGE);
      while (true) {
        there.push(client.ids(page));
        if (there.flat().length >= USERS) {
          break;
        }
        page = await client.next(page);
        assert.ok(page, `page ${there.length} has no link "next"`);
      }
      const back = [client.ids(page)];
      while ((page = await client.prev(page))) {
        back.unshift(client.ids(page));
      }
      assert.deepEqual(there.flat().slice(0, USERS), expected, 'the users on the way there');
      assert.deepEqual(back, there, 'the pages on the way back');
    });
  });
}

for (const client of [fetchClient, halfred, ketting, traverson, halRestClient]) {
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
        assert.deepEqual((await client.searchByForm(user.email)).map((found) => found.id), [id]);
        assert.ok(client.ids(await client.firstPage(PAGE)).includes(id), 'the first page has the newest user');
      });
    }

    it('finds a user by an address with a plus', async () => {
      const user = newUser();
      const { id } = await client.follow(await client.register(user));
      const found = await client.search(user.email);
      assert.deepEqual(found.map((one) => [one.id, one.email]), [[id, user.email]]);
      assert.deepEqual(await client.search(newUser().email), []);
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
