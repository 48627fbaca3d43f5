"""What schemathesis cannot know of bodies."""

import re

import schemathesis


@schemathesis.hook
def map_body(context, body):
    """Keeps names in visible ASCII.

    Which other characters a name may have depends on Unicode, such as on pairs of directions: JSON Schema has no words
    for it. UserNameTests and the fuzz test have the others.
    """
    if isinstance(body, dict) and isinstance(body.get("username"), str):
        body["username"] = re.sub(r"[^!-~]", "x", body["username"])
    return body


@schemathesis.serializer("application/x-ndjson", "application/jsonl", "text/csv")
def lines(context, value):
    """Sends lines, which are described as text."""
    return value.encode(errors="replace") if isinstance(value, str) else str(value).encode()
