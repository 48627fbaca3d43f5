import pytest

from clients import all_clients
from enrol import register_many

USERS = 265


@pytest.fixture(scope="session")
def walkers():
    return register_many(USERS)


CLIENTS = all_clients()


@pytest.fixture(params=CLIENTS)
def client(request):
    return CLIENTS[request.param]
