"""What each client does in its own way."""

import halchemy
import httpx
import requests
import uritemplate

from enrol import ENTRY


class Refused(Exception):
    """The problem detail of a response."""

    def __init__(self, status, content_type, problem):
        super().__init__(f"{status} {problem}")
        self.status, self.content_type, self.problem = status, content_type, problem


class Http:
    """A plain HTTP client, of httpx or requests, which have the same interface; templates are uritemplate's."""

    def __init__(self, http):
        self.http = http

    def call(self, method, url, **arguments):
        response = self.http.request(method, url, **arguments)
        if response.status_code >= 400:
            raise Refused(response.status_code, response.headers["Content-Type"], response.json())
        return response.json()

    def link(self, relation):
        return self.call("GET", ENTRY)["_links"][relation]["href"]

    def find(self, **variables):
        return self.call("GET", uritemplate.expand(self.link("enrol:users"), variables))

    def _linked(self, page, relation):
        link = page["_links"].get(relation)
        return link and self.call("GET", link["href"])

    def next(self, page):
        return self._linked(page, "next")

    def prev(self, page):
        return self._linked(page, "prev")

    def users(self, page):
        return page["_embedded"]["users"]

    def register(self, user):
        return self.call("POST", self.link("enrol:registration"), json=user)

    def follow(self, registered):
        return self.call("GET", registered["_links"]["enrol:user"]["href"])


class Halchemy:
    """https://pypi.org/project/halchemy: HAL on requests."""

    def __init__(self):
        self.api = halchemy.Api(ENTRY)

    def _follow(self, resource, relation, **variables):
        return self.api.follow(resource).to(relation).with_template_values(variables).get()

    def find(self, **variables):
        return self._follow(self.api.home.get(), "enrol:users", **variables)

    def next(self, page):
        return self._follow(page, "next") if page.has_rel("next") else None

    def prev(self, page):
        return self._follow(page, "prev") if page.has_rel("prev") else None

    def users(self, page):
        return page.embedded_many("users")

    def register(self, user):
        registered = self.api.follow(self.api.home.get()).to("enrol:registration").post(user)
        response = registered._halchemy.response
        if response.status_code >= 400:
            raise Refused(response.status_code, response.headers["Content-Type"], response.body)
        return registered

    def follow(self, registered):
        return self._follow(registered, "enrol:user")


# Not requests.Session, which halchemy replaces by its own.
PLAIN_CLIENTS = {"httpx": httpx.Client, "requests": requests.sessions.Session}


def all_clients():
    return {name: Http(client()) for name, client in PLAIN_CLIENTS.items()} | {"halchemy": Halchemy()}
