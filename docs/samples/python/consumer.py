"""Sends a welcome mail to each new user, at least once.

    python consumer.py [BOOTSTRAP_SERVERS]
"""

import json
import sys

from confluent_kafka import Consumer, KafkaException

USER_REGISTERED = "io.github.enrol.user-registered.v1"


def welcome(event_id, user):
    """The work. It may be repeated: event_id tells."""
    print(event_id, user["email"], flush=True)


def handle(message):
    # A record may have no headers at all, and headers may be anything.
    headers = {name: (value or b"").decode(errors="replace") for name, value in message.headers() or []}
    event_type = headers.get("ce_type")
    place = f"{message.topic()}-{message.partition()}@{message.offset()}"
    if not event_type:
        print(f"{place}: not an event: set it aside", file=sys.stderr)
    elif event_type != USER_REGISTERED:
        print(f"{place}: skipped {event_type}", file=sys.stderr)
    else:
        try:
            user = json.loads(message.value())
            event_id = headers["ce_id"]
            user["email"], user["username"]
        except (TypeError, KeyError, ValueError):
            # Without the content, which is about a person.
            print(f"{place}: not a valid event: set it aside", file=sys.stderr)
        else:
            welcome(event_id, user)


def consume(handle):
    consumer = Consumer({
        "bootstrap.servers": sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:19092",
        "group.id": "welcome-mail",
        "isolation.level": "read_committed",
        "auto.offset.reset": "earliest",
        # By default an offset may be committed before the work is done, and the event is lost if that fails.
        "enable.auto.commit": False,
    })
    consumer.subscribe(["user-events"])
    try:
        while True:
            messages = consumer.consume(100, timeout=1.0)
            for message in messages:
                if not message.error():
                    handle(message)
                elif message.error().fatal():
                    raise KafkaException(message.error())
                else:
                    print(message.error(), file=sys.stderr)
            if any(not message.error() for message in messages):
                try:
                    consumer.commit(asynchronous=False)
                except KafkaException as failure:
                    # The events come again, to this consumer or to another one.
                    print(failure, file=sys.stderr)
    except KeyboardInterrupt:
        pass
    finally:
        consumer.close()


if __name__ == "__main__":
    consume(handle)
