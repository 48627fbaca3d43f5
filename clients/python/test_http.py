"""What HTTP clients and generic HAL-FORMS clients rely on."""

import time

import httpx
import pytest
import requests
import uritemplate

from clients import PLAIN_CLIENTS, Http
from enrol import ENTRY, new_user

HAL_FORMS = "application/prs.hal-forms+json"


@pytest.fixture(params=PLAIN_CLIENTS)
def http(request):
    return PLAIN_CLIENTS[request.param]()


def test_does_not_receive_again_what_it_has(http):
    user = Http(http).register(new_user())["_links"]["enrol:user"]["href"]
    for url in (user, uritemplate.expand(Http(http).link("enrol:users"), size=1)):
        response = http.get(url)
        assert response.headers["Content-Type"] == "application/hal+json", url
        assert "private" in response.headers["Cache-Control"], url
        deadline = time.monotonic() + 10
        while (unchanged := http.get(url, headers={"If-None-Match": response.headers["ETag"]})).status_code != 304:
            # Users of earlier tests may still arrive in the list.
            assert url != user and unchanged.headers["ETag"] != response.headers["ETag"], f"{url}: the same ETag again"
            assert time.monotonic() < deadline, f"{url}: {unchanged.headers['ETag']}"
            response = unchanged
        assert (unchanged.content, unchanged.headers["ETag"]) == (b"", response.headers["ETag"]), url


def test_registers_through_a_template_of_which_it_knows_nothing_but_the_entry(http):
    def templates():
        entry = http.get(ENTRY, headers={"Accept": HAL_FORMS})
        assert entry.headers["Content-Type"] == HAL_FORMS
        return entry.json()["_templates"]

    # As a person would fill it in: by the type of each field.
    form, user = templates()["default"], new_user()
    typed = {"email": user["email"], "text": user["username"]}
    assert form["contentType"] == "application/json"
    assert all(field["required"] and len(typed[field["type"]]) <= field["maxLength"] for field in form["properties"])
    body = {field["name"]: typed[field["type"]] for field in form["properties"]}
    registered = http.request(form["method"], form["target"], json=body)
    assert registered.status_code == 201, registered.text
    assert http.get(registered.headers["Location"]).json()["email"] == user["email"]

    search = templates()["search"]
    (field,) = (field["name"] for field in search["properties"] if field["type"] == "email")
    found = http.request(search["method"], search["target"], params={field: user["email"]}).json()
    assert [one["email"] for one in found["_embedded"]["users"]] == [user["email"]]


def test_is_refused_where_a_template_says_that_it_would_be(http):
    form = http.get(ENTRY, headers={"Accept": HAL_FORMS}).json()["_templates"]["default"]
    for field in form["properties"]:
        body = {"username": "Ada", "email": new_user()["email"]}
        longest = {"text": "x" * field["maxLength"], "email": "e" * (field["maxLength"] - 12) + "@example.org"}
        for flaw in (None, longest[field["type"]] + "x"):
            response = http.request(form["method"], form["target"], json={**body, field["name"]: flaw})
            assert response.status_code == 400, flaw
            assert [error["pointer"] for error in response.json()["errors"]] == ["/" + field["name"]]


def test_finds_a_page_about_each_relation_and_each_problem(http):
    links = http.get(ENTRY).json()["_links"]
    (curie,) = links["curies"]
    relations = [relation.split(":")[1] for relation in links if relation.startswith(curie["name"] + ":")]
    assert relations
    for relation in relations:
        assert http.get(curie["href"].replace("{rel}", relation)).status_code == 200, relation
    problem = http.post(links["enrol:registration"]["href"], json={})
    help_link = requests.utils.parse_header_links(problem.headers["Link"])
    (url,) = (link["url"] for link in help_link if link["rel"] == "help")
    assert http.get(str(httpx.URL(str(problem.url)).join(url))).status_code == 200
