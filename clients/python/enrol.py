"""What the tests share: the entry's URL, which is all that a client is given, and users who are not registered yet."""

import itertools
import json
import os
import time

import httpx

ENTRY = os.environ.get("ENROL_URL", "http://127.0.0.1:8082/")

_RUN = format(time.time_ns() // 1_000_000, "x")
_numbers = itertools.count(1)


def new_user(name="Zoë Ωmega 李"):
    return {"username": name, "email": f"zoe+{_RUN}-p{next(_numbers)}@example.org"}


def await_(condition, timeout=10):
    """Waits until it returns what is true, and returns that."""
    deadline = time.monotonic() + timeout
    while not (result := condition()):
        assert time.monotonic() < deadline, f"not within {timeout} s"
        time.sleep(0.05)
    return result


def ndjson(users):
    return "".join(json.dumps(user) + "\n" for user in users).encode()


def _read(client, location):
    """The service waits for a read model that is behind, and then answers 503."""
    return await_(lambda: (answer := client.get(location)).status_code != 503 and answer, timeout=60)


def register_many(count):
    """Registers so many users of one name, and returns it and their ids, greatest first, when all can be read."""
    name = f"Walker {_RUN}"
    with httpx.Client(timeout=30) as client:
        links = client.get(ENTRY).raise_for_status().json()["_links"]
        response = client.post(
            links["enrol:registrations"]["href"],
            content=ndjson(new_user(name) for _ in range(count)),
            headers={"Content-Type": "application/x-ndjson"},
        )
        *results, summary = map(json.loads, response.raise_for_status().text.splitlines())
        assert summary["registered"] == count, summary
        for result in results:
            _read(client, result["location"]).raise_for_status()
    return name, sorted((result["user_id"] for result in results), reverse=True)
