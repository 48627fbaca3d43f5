import { Client } from 'ketting';
import { entryUrl } from '../enrol.js';

const client = new Client(entryUrl);
const linked = async (page, relation) => page.links.has(relation) && page.follow(relation).get();

export default {
  name: 'ketting',
  // ketting keeps what it has read until it changes it itself.
  firstPage: async (size) => (await client.follow('enrol:users', { size })).refresh(),
  next: (page) => linked(page, 'next'),
  prev: (page) => linked(page, 'prev'),
  ids: (page) => page.links.getMany('item').map((link) => new URL(link.href).pathname.split('/').pop()),
  register: async (user) => (await client.follow('enrol:registration')).postFollow({ data: user }),
  registerByForm: async (user) => (await client.go().get()).action('default').submit(user),
  follow: async (registered) => (await registered.get()).data,
  followForm: async (registered) => (await registered.follow('enrol:user').get()).data,
  search: async (email) =>
    (await (await client.follow('enrol:users', { email })).refresh()).getEmbedded().map((state) => state.data),
  searchByForm: async (email) =>
    (await (await client.go().get()).action('search').submit({ email })).getEmbedded().map((state) => state.data),
  problem: (error) => error.body,
};
