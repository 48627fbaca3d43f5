"""Imports of many lines with clients that read only when all is sent."""

import json
import os
import time

import httpx
import pytest
import requests

from clients import Http
from enrol import ndjson, new_user

LINES = int(os.environ.get("IMPORT_LINES", "100000"))
NDJSON = {"Content-Type": "application/x-ndjson", "Prefer": "return=minimal"}


@pytest.mark.parametrize(
    "http, count", [(httpx.Client(timeout=300), LINES), (requests.sessions.Session(), LINES // 10)], ids=["httpx", "requests"]
)
def test_imports_many_lines(http, count):
    api = Http(http)
    total = api.first_page(1)["total"]
    users = [new_user("Member of an import") for _ in range(count)]
    response = http.post(api.link("enrol:registrations"), headers=NDJSON, **body(http, users))
    assert response.status_code == 200, response.text
    assert response.headers["Preference-Applied"] == "return=minimal"
    (summary,) = map(json.loads, response.text.splitlines())
    assert (summary["complete"], summary["registered"]) == (True, count), summary
    await_total(api, total + count)
    for user in users[:: count // 10]:
        assert [found["email"] for found in api.search(user["email"])] == [user["email"]]


def body(http, users):
    return {"content" if isinstance(http, httpx.Client) else "data": ndjson(users)}


def await_total(api, expected):
    deadline = time.monotonic() + 120
    while (total := api.first_page(1)["total"]) != expected:
        assert time.monotonic() < deadline, f"{total} users, not {expected}"
        time.sleep(0.1)
