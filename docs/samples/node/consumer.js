// Sends a welcome mail to each new user, at least once: node consumer.js [BOOTSTRAP_SERVERS]
import { Kafka, logLevel } from 'kafkajs';

const USER_REGISTERED = 'io.github.enrol.user-registered.v1';

// The work. It may be repeated: eventId tells.
function welcome(eventId, user) {
  return new Promise((done, failed) =>
    process.stdout.write(`${eventId} ${user.email}\n`, (error) => (error ? failed(error) : done())));
}

// A record may have no headers at all, and one that is there twice is an array.
const header = (message, name) => [message.headers?.[name] ?? ''].flat().at(-1).toString();

function parse(message) {
  try {
    const user = JSON.parse(message.value);
    return typeof user.username === 'string' && typeof user.email === 'string' ? user : null;
  } catch {
    return null;
  }
}

async function eachMessage({ topic, partition, message }) {
  const place = `${topic}-${partition}@${message.offset}`;
  const type = header(message, 'ce_type');
  if (!type) {
    console.error(`${place}: not an event: set it aside`);
  } else if (type !== USER_REGISTERED) {
    console.error(`${place}: skipped ${type}`);
  } else {
    const user = parse(message);
    const eventId = header(message, 'ce_id');
    if (user && eventId) {
      await welcome(eventId, user);
    } else {
      // Without the content, which is about a person.
      console.error(`${place}: not a valid event: set it aside`);
    }
  }
}

const kafka = new Kafka({ brokers: (process.argv[2] ?? '127.0.0.1:19092').split(','), logLevel: logLevel.WARN });
// It reads committed events only, by default.
const consumer = kafka.consumer({ groupId: 'welcome-mail' });
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => consumer.disconnect());
}
await consumer.connect();
await consumer.subscribe({ topics: ['user-events'], fromBeginning: true });
// An offset is committed only after eachMessage has returned.
await consumer.run({ eachMessage });
