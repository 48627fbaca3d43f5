"""What HTTP clients and generic HAL-FORMS clients rely on."""

import cachecontrol
import httpx
import pytest
import requests
import uritemplate

from clients import PLAIN_CLIENTS, Http
from enrol import ENTRY, await_, new_user

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

        def is_unchanged():
            nonlocal response
            tag = response.headers["ETag"]
            response = http.get(url, headers={"If-None-Match": tag})
            # Users of earlier tests may still arrive in the list.
            assert (response.status_code == 304) == (response.headers["ETag"] == tag), url
            assert response.status_code in ((304,) if url == user else (200, 304)), url
            return response.status_code == 304

        await_(is_unchanged)
        assert response.content == b""


def test_a_cache_asks_only_whether_something_has_changed():
    """CacheControl (https://pypi.org/project/CacheControl) follows RFC 9111."""
    session = cachecontrol.CacheControl(requests.sessions.Session())
    registered = Http(session).register(new_user())["_links"]
    user = session.get(registered["enrol:user"]["href"]).json()["_links"]["self"]["href"]
    page = uritemplate.expand(Http(session).link("enrol:users"), size=1)
    for url in (user, page):
        await_(lambda: session.get(url).from_cache)
        request = session.prepare_request(requests.Request("GET", url))
        # It asks each time, since a user can be erased.
        assert not session.get_adapter(url).controller.cached_request(request), url


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


def test_every_link_leads_somewhere_and_is_documented(http):
    links = http.get(ENTRY).json()["_links"]
    (curie,) = links.pop("curies")
    assert curie["name"] + ":users" in links
    for relation, targets in links.items():
        for target in targets if isinstance(targets, list) else [targets]:
            url = uritemplate.expand(target["href"], id="01M8AS0QTQF12RBGGTE9V3BCYA")
            options = http.options(url)
            assert options.status_code == 200 and options.headers["Allow"], f"{relation}: {url}: {options.status_code}"
        prefix, _, name = relation.partition(":")
        if prefix == curie["name"]:
            assert http.get(uritemplate.expand(curie["href"], rel=name)).status_code == 200, relation


def test_finds_a_page_about_a_problem(http):
    problem = http.post(Http(http).link("enrol:registration"), json={})
    links = requests.utils.parse_header_links(problem.headers["Link"])
    (url,) = (link["url"] for link in links if link["rel"] == "help")
    assert http.get(str(httpx.URL(str(problem.url)).join(url))).status_code == 200
