// Imports of many lines.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fetchClient from './clients/fetch.js';
import { importLines, newUser } from './enrol.js';

const LINES = Number(process.env.IMPORT_LINES ?? 100_000);

for (const [count, what, headers] of [
  [LINES, 'and reads a result for each', {}],
  [LINES / 10, 'and is told only about those that were not registered', { prefer: 'return=minimal' }],
]) {
  it(`imports ${count} lines, ${what}`, { timeout: 300_000 }, async () => {
    const before = (await fetchClient.find({ size: 1 })).total;
    const users = Array.from({ length: count }, () => newUser('Member of an import'));
    const lines = [...users, { username: 'Nobody', email: 'nobody' }].map((user) => JSON.stringify(user));
    const { results, summary } = await importLines(lines, headers);
    assert.deepEqual(
      [summary.complete, summary.total, summary.registered, summary.invalid],
      [true, count + 1, count, 1],
      JSON.stringify(summary),
    );
    const refused = results.filter((result) => result.status !== 201);
    assert.deepEqual(refused.map((result) => [result.line, result.status]), [[count + 1, 400]]);
    assert.equal(results.length, headers.prefer ? 1 : count + 1);
    for (let total, until = Date.now() + 120_000; total !== before + count; await sleep(100)) {
      ({ total } = await fetchClient.find({ size: 1 }));
      assert.ok(Date.now() < until, `${total} users, not ${before + count}`);
    }
    for (let index = 0; index < count; index += Math.ceil(count / 10)) {
      assert.equal((await fetchClient.find({ email: users[index].email })).count, 1, users[index].email);
    }
  });
}
