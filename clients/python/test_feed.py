"""The list of users as it grows, with httpx-sse."""

import httpx
import uritemplate
from httpx_sse import connect_sse

from clients import Http
from enrol import new_user

# Less than between two heartbeats.
http = httpx.Client(timeout=10)
api = Http(http)


def register():
    return api.follow(api.register(new_user()))


def test_sees_users_who_register_and_goes_on_after_a_break_without_gap_or_repetition():
    url = uritemplate.expand(api.link("enrol:feed"))
    seen = {}

    def await_users(events, *expected):
        """Returns the position. Users of earlier tests may still arrive as well."""
        while any(user["id"] not in seen for user in expected):
            event = next(events)
            assert event.event == "user", event.data
            user = event.json()
            assert user["id"] not in seen
            seen[user["id"]] = user
        assert [seen[user["id"]] for user in expected] == list(expected)
        return event.id

    with connect_sse(http, "GET", url) as source:
        events = source.iter_sse()
        assert next(events).event == "position"
        position = await_users(events, register())

    missed = [register() for _ in range(3)]
    with connect_sse(http, "GET", url, headers={"Last-Event-ID": position}) as source:
        events = source.iter_sse()
        assert next(events).event == "position"
        await_users(events, *missed)
        await_users(events, register())
