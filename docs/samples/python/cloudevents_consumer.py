"""The same as consumer.py with the CloudEvents SDK, which reads and checks headers and value.

    python cloudevents_consumer.py [BOOTSTRAP_SERVERS]
"""

import sys

from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat

from consumer import USER_REGISTERED, consume, welcome


def handle(message):
    place = f"{message.topic()}-{message.partition()}@{message.offset()}"
    headers = dict(message.headers() or [])
    event_type = (headers.get("ce_type") or b"").decode(errors="replace")
    if message.value() is None and event_type not in ("", USER_REGISTERED):
        # A user was erased: an event without a value.
        print(f"{place}: skipped {event_type}", file=sys.stderr)
        return
    try:
        # A record may have no headers or no value at all, for which the SDK has no answer.
        event = from_binary(KafkaMessage(headers, message.key(), message.value() or b""),
                            JSONFormat())
        user = event.get_data()
        if event.get_type() == USER_REGISTERED:
            user["email"], user["username"]
    except Exception as failure:
        # Without the content, which is about a person.
        print(f"{place}: not a valid event: set it aside: {type(failure).__name__}", file=sys.stderr)
        return
    if event.get_type() == USER_REGISTERED:
        welcome(event.get_id(), user)
    else:
        print(f"{place}: skipped {event.get_type()}", file=sys.stderr)


if __name__ == "__main__":
    consume(handle)
