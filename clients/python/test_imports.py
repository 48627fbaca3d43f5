"""Imports of many lines with clients that read only when all is sent."""

import json
import os

import pytest

from clients import PLAIN_CLIENTS, Http
from enrol import await_, ndjson, new_user

LINES = int(os.environ.get("IMPORT_LINES", "100000"))
NAME = 'Lovelace, "Ada"'


@pytest.mark.parametrize("name, body", [("httpx", "content"), ("requests", "data")])
def test_imports_many_lines_and_is_told_what_was_not_registered(name, body):
    http = PLAIN_CLIENTS[name]()
    users, total = many_users(http)
    response = http.post(
        Http(http).link("enrol:registrations"),
        timeout=300,
        **{body: ndjson([*users, {"username": NAME, "email": "nobody"}])},
        headers={"Content-Type": "application/x-ndjson", "Prefer": "return=minimal"},
    )
    assert response.status_code == 200, response.text
    assert response.headers["Preference-Applied"] == "return=minimal"
    assert_results(response, len(users))
    await_users(http, users, total)


def many_users(http):
    """Returns new users, and how many there are already."""
    return [new_user(NAME) for _ in range(LINES)], Http(http).find(size=1)["total"]


def assert_results(response, registered):
    refused, summary = map(json.loads, response.text.splitlines())
    assert (refused["status"], refused["problem"]["errors"][0]["pointer"]) == (400, "/email"), refused
    assert (summary["complete"], summary["registered"], summary["invalid"]) == (True, registered, 1), summary


def await_users(http, users, total):
    """Waits until they can be read."""
    api = Http(http)
    await_(lambda: api.find(size=1)["total"] == total + len(users), 120)
    for user in users[:: len(users) // 10 or 1]:
        (read,) = api.find(email=user["email"])["_embedded"]["users"]
        assert (read["name"], read["email"]) == (NAME, user["email"])
