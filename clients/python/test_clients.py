"""What every client must be able to do."""

import re
import time

import pytest

from clients import Refused
from enrol import new_user

PAGE = 25


def test_walks_265_users_there_and_back(client, walkers):
    _, newest_first = walkers
    walk(client, newest_first, size=PAGE)


def test_walks_265_users_of_one_name_there_and_back(client, walkers):
    name, newest_first = walkers
    last = walk(client, newest_first[::-1], size=PAGE, name=name.upper())
    assert client.next(last) is None


def walk(client, expected, **variables):
    """Returns the last page."""
    page = client.find(**variables)
    there = [ids(client, page)]
    while len(there) * PAGE < len(expected):
        page = client.next(page)
        assert page, f"page {len(there)} has no link next"
        there.append(ids(client, page))
    last = page
    back = [there[-1]]
    while page := client.prev(page):
        back.insert(0, ids(client, page))
    assert sum(there, [])[: len(expected)] == expected
    assert back == there
    return last


def ids(client, page):
    return [user["id"] for user in client.users(page)]


def test_registers_through_the_link_and_reads_its_own_write(client):
    user = new_user()
    read = client.follow(client.register(user))
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", read["id"])
    assert {"username": read["name"], "email": read["email"]} == user


def test_finds_a_user_by_the_address_the_beginning_of_the_name_and_the_time(client):
    user = new_user(f"Ünïque {time.time_ns()}")
    read = client.follow(client.register(user))
    # Both have a plus, which a client must encode.
    email, created_at = user["email"], read["created_at"].replace("Z", "+00:00")

    def find(**variables):
        return ids(client, client.find(**variables))

    assert find(email=email) == [read["id"]]
    assert find(email=new_user()["email"]) == []
    assert find(name=user["username"].lower()[:-1]) == [read["id"]]
    assert read["id"] in find(created_after=created_at, size=200)
    assert find(email=email, created_before=created_at) == []


def test_understands_that_an_address_is_taken(client):
    user = new_user()
    client.register(user)
    refused = refusal(client, {"username": "Eve", "email": user["email"].upper()})
    assert refused.status == refused.problem["status"] == 409
    assert refused.problem["type"] == "https://enrol.github.io/problems/email-already-registered"
    assert refused.problem["title"] == "The email address is already registered"


def test_understands_which_fields_are_wrong(client):
    refused = refusal(client, {"username": " ", "email": "nobody"})
    assert refused.status == refused.problem["status"] == 400
    assert refused.problem["type"] == "https://enrol.github.io/problems/invalid-request"
    assert sorted(error["pointer"] for error in refused.problem["errors"]) == ["/email", "/username"]


def refusal(client, user):
    with pytest.raises(Refused) as refused:
        client.register(user)
    assert refused.value.content_type == "application/problem+json"
    return refused.value
