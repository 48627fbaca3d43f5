// Node's fetch, and url-template for RFC 6570.
import { parseTemplate } from 'url-template';
import { entryUrl, read } from '../enrol.js';

class HttpError extends Error {
  constructor(response, problem) {
    super(`${response.status} ${JSON.stringify(problem)}`);
    Object.assign(this, { status: response.status, type: response.headers.get('content-type'), problem });
  }
}

async function call(url, init) {
  const response = await (init ? fetch(url, init) : read(url));
  if (!response.ok) {
    throw new HttpError(response, await response.json());
  }
  return response.json();
}

const expand = ({ href }, variables) => parseTemplate(href).expand(variables);
const find = async (variables) => call(expand((await call(entryUrl))._links['enrol:users'], variables));
const linked = async (page, relation) => page._links[relation] && call(page._links[relation].href);

export default {
  name: "Node's fetch",
  find,
  next: (page) => linked(page, 'next'),
  prev: (page) => linked(page, 'prev'),
  users: (page) => page._embedded.users,
  register: async (user) =>
    call((await call(entryUrl))._links['enrol:registration'].href, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(user),
    }),
  follow: (registered) => call(registered._links['enrol:user'].href),
  problem: (error) => error.problem,
};
