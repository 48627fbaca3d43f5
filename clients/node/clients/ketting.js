import { Client } from 'ketting';
import { entryUrl } from '../enrol.js';

const client = new Client(entryUrl);
const linked = async (page, relation) => page.links.has(relation) && page.follow(relation).get();

export default {
  name: 'ketting',
  // ketting keeps what it has read until it changes it itself.
  find: async (variables) => (await client.follow('enrol:users', variables)).refresh(),
  next: (page) => linked(page, 'next'),
  prev: (page) => linked(page, 'prev'),
  users: (page) => page.getEmbedded().map((state) => state.data),
  register: async (user) => (await client.follow('enrol:registration')).postFollow({ data: user }),
  registerByForm: async (user) => (await client.go().get()).action('default').submit(user),
  follow: async (registered) => (await registered.get()).data,
  followForm: async (registered) => (await registered.follow('enrol:user').get()).data,
  findByForm: async (fields) => (await client.go().get()).action('search').submit(fields),
  problem: (error) => error.body,
};
