// Validates an AsyncAPI document, with what it refers to, and finds out whether flaws would be found.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Parser } from '@asyncapi/parser';

const file = resolve(process.argv[2]);
const source = pathToFileURL(file).href;
const text = await readFile(file, 'utf8');

async function findings(document) {
  const { diagnostics } = await new Parser().parse(document, { source });
  return diagnostics.filter(({ severity }) => severity <= 1).map(({ message, path }) => `${path.join('.')}: ${message}`);
}

const flaws = await findings(text);
if (flaws.length > 0) {
  console.error(flaws.join('\n'));
  process.exit(1);
}
const mutants = {
  'an unknown version': [/^asyncapi: .*/, 'asyncapi: 3.9.0'],
  'an unknown action': ['action: send', 'action: sends'],
  'a reference that leads nowhere': ["'#/channels/userEvents'", "'#/channels/users'"],
  'a type that is none': ['type: object', 'type: objects'],
};
for (const [what, [from, to]] of Object.entries(mutants)) {
  const mutant = text.replace(from, to);
  if (mutant === text || (await findings(mutant)).length === 0) {
    console.error(`${what} is not found`);
    process.exit(1);
  }
}
console.log(`valid; ${Object.keys(mutants).length} mutants refused`);
