import { createClient } from 'hal-rest-client';
import { entryUrl } from '../enrol.js';

const client = createClient(entryUrl);
const entry = () => client.fetchResource(entryUrl);
const find = async (variables) => (await entry()).link('enrol:users').fetch(variables);
const linked = async (page, relation) => page.link(relation)?.fetch();
const document = (user) =>
  Object.fromEntries(['id', 'name', 'email', 'created_at'].map((name) => [name, user.prop(name)]));

export default {
  name: 'hal-rest-client',
  find,
  next: (page) => linked(page, 'next'),
  prev: (page) => linked(page, 'prev'),
  users: (page) => page.prop('users').map(document),
  register: async (user) => client.create((await entry()).link('enrol:registration').uri.fill(), user),
  // true, because it takes the answer to the registration, whose self is the user, for the user.
  follow: async (registered) => document(await registered.link('enrol:user').fetch(true)),
  problem: (error) => error.response.data,
};
