// traverson with traverson-hal, which sends application/hal+json and accepts nothing else.
import traverson from 'traverson';
import JsonHalAdapter from 'traverson-hal';
import { entryUrl } from '../enrol.js';

traverson.registerMediaType(JsonHalAdapter.mediaType, JsonHalAdapter);

const from = (url) => traverson.from(url).jsonHal();

function get(traversal) {
  return new Promise((resolve, reject) =>
    traversal.getResource((error, document, { continue: proceed }) =>
      error ? reject(error) : resolve({ document, proceed })),
  );
}

function post(traversal, body) {
  return new Promise((resolve, reject) =>
    traversal.post(body, (error, response) => {
      if (error) {
        reject(error);
      } else if (response.statusCode === 201) {
        resolve(JSON.parse(response.body));
      } else {
        reject(Object.assign(new Error(`${response.statusCode}`), { problem: JSON.parse(response.body) }));
      }
    }),
  );
}

const find = (variables) => get(from(entryUrl).follow('enrol:users').withTemplateParameters(variables));
const linked = async ({ document, proceed }, relation) =>
  document._links[relation] && get(proceed().follow(relation));

export default {
  name: 'traverson-hal',
  find,
  next: (page) => linked(page, 'next'),
  prev: (page) => linked(page, 'prev'),
  users: ({ document }) => document._embedded.users,
  register: (user) => post(from(entryUrl).follow('enrol:registration'), user),
  follow: async (registered) => (await get(from(registered._links['enrol:user'].href))).document,
  problem: (error) => error.problem,
};
