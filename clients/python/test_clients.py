"""What every client must be able to do."""

import re

import pytest

from clients import Refused
from enrol import new_user

PAGE = 25


def test_walks_265_users_there_and_back(client, walkers):
    page = client.first_page(PAGE)
    there = [client.ids(page)]
    while len(there) * PAGE < len(walkers):
        page = client.next(page)
        assert page, f"page {len(there)} has no link next"
        there.append(client.ids(page))
    back = [client.ids(page)]
    while page := client.prev(page):
        back.insert(0, client.ids(page))
    assert sum(there, [])[: len(walkers)] == walkers
    assert back == there


def test_registers_through_the_link_and_reads_its_own_write(client):
    user = new_user()
    read = client.follow(client.register(user))
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", read["id"])
    assert {"username": read["name"], "email": read["email"]} == user


def test_finds_a_user_by_an_address_with_a_plus(client):
    user = new_user()
    read = client.follow(client.register(user))
    assert [(found["id"], found["email"]) for found in client.search(user["email"])] == [(read["id"], user["email"])]
    assert client.search(new_user()["email"]) == []


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
