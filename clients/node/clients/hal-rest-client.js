import { createClient } from 'hal-rest-client';
import { entryUrl } from '../enrol.js';

const client = createClient(entryUrl);
const entry = () => client.fetchResource(entryUrl);
const users = async (variables) => (await entry()).link('enrol:users').fetch(variables);
const linked = async (page, relation) => page.link(relation)?.fetch();
const document = (user) => ({ id: user.prop('id'), name: user.prop('name'), email: user.prop('email') });

export default {
  name: 'hal-rest-client',
  firstPage: (size) => users({ size }),
  next: (page) => linked(page, 'next'),
  prev: (page) => linked(page, 'prev'),
  ids: (page) => page.prop('users').map((user) => user.prop('id')),
  register: async (user) => client.create((await entry()).link('enrol:registration').uri.fill(), user),
  // true, because it takes the answer to the registration, whose self is the user, for the user.
  follow: async (registered) => document(await registered.link('enrol:user').fetch(true)),
  search: async (email) => (await users({ email })).prop('users').map(document),
  problem: (error) => error.response.data,
};
