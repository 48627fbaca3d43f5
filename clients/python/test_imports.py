"""Imports of many lines with clients that read only when all is sent."""

import csv
import gzip
import io
import json
import os
import time

import httpx

from clients import PLAIN_CLIENTS, Http
from enrol import await_, ndjson, new_user

LINES = int(os.environ.get("IMPORT_LINES", "100000"))
NAME = 'Lovelace, "Ada"'


def test_httpx_imports_many_lines_and_is_told_what_was_not_registered():
    http = httpx.Client(timeout=300)
    users, total = many_users(http)
    response = http.post(
        Http(http).link("enrol:registrations"),
        content=ndjson([*users, {"username": NAME, "email": "nobody"}]),
        headers={"Content-Type": "application/x-ndjson", "Prefer": "return=minimal"},
    )
    assert response.status_code == 200, response.text
    assert response.headers["Preference-Applied"] == "return=minimal"
    assert_results(response, len(users))
    await_users(http, users, total)


def test_requests_imports_a_table_in_the_background_and_reads_the_report():
    http = PLAIN_CLIENTS["requests"]()
    users, total = many_users(http)
    accepted = http.post(
        Http(http).link("enrol:registrations"),
        data=gzip.compress(table([*users, {"username": NAME, "email": "nobody"}]), 1),
        headers={"Content-Type": "text/csv", "Content-Encoding": "gzip", "Prefer": "respond-async"},
    )
    assert accepted.status_code == 202, accepted.text
    assert accepted.headers["Preference-Applied"] == "respond-async"
    location = accepted.headers["Location"]
    assert accepted.json()["_links"]["self"]["href"] == location

    def ended():
        progress = http.get(location)
        assert progress.status_code == 200, progress.text
        assert 0 <= progress.json()["progress"] <= 1
        if progress.json()["state"] == "running":
            time.sleep(int(progress.headers["Retry-After"]))
            return None
        return progress

    progress = await_(ended, 300)
    assert (progress.json()["state"], progress.json()["registered"]) == ("completed", len(users)), progress.text
    tag = progress.headers["ETag"]
    assert http.get(location, headers={"If-None-Match": tag}).status_code == 304
    assert_results(http.get(progress.json()["_links"]["enrol:report"]["href"]), len(users))
    await_users(http, users, total)
    assert http.delete(location).status_code == 204
    assert http.get(location).status_code == 404


def many_users(http):
    """Returns new users, and how many there are already."""
    return [new_user(NAME) for _ in range(LINES)], Http(http).find(size=1)["total"]


def table(users):
    text = io.StringIO()
    rows = csv.DictWriter(text, ["email", "username"])
    rows.writeheader()
    rows.writerows(users)
    return text.getvalue().encode()


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
