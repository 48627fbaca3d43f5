// halfred parses HAL; requests are fetch's.
import halfred from 'halfred';
import { parseTemplate } from 'url-template';
import { entryUrl } from '../enrol.js';

async function call(url, init) {
  const response = await fetch(url, init);
  const body = await response.json();
  if (!response.ok) {
    throw Object.assign(new Error(`${response.status}`), { problem: body });
  }
  return halfred.parse(body);
}

// By the whole URI of the relation, which halfred makes of the CURIE.
function link(resource, relation) {
  const key = resource.hasCuries() ? resource.reverseResolveCurie(relation) : relation;
  return resource.link(key ?? relation);
}

const documentation = (relation) => new URL(`docs/relations/${relation}`, entryUrl).href;
const find = async (variables) => {
  const { href } = link(await call(entryUrl), documentation('users'));
  return call(parseTemplate(href).expand(variables));
};
const linked = async (page, relation) => page.link(relation) && call(page.link(relation).href);

export default {
  name: 'halfred',
  find,
  next: (page) => linked(page, 'next'),
  prev: (page) => linked(page, 'prev'),
  users: (page) => page.embeddedArray('users'),
  register: async (user) =>
    call(link(await call(entryUrl), documentation('registration')).href, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(user),
    }),
  follow: (registered) => call(link(registered, documentation('user')).href),
  problem: (error) => error.problem,
};
