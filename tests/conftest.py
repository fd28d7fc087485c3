"""Fixtures for all tests: a real MongoDB server, started once for a test process when the first test asks for it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
from hypothesis import HealthCheck, settings
from pymongo import MongoClient

from tests.mongod_server import MongodServer, NoServerError, is_expected

# The same examples each time: a change that breaks nothing must not fail for what somebody else's change broke. With
# NEWSBOT_TEST_SEARCH=1 they are drawn anew. No example has a time limit: on a busy machine that is noise.
_SEARCH = bool(os.environ.get("NEWSBOT_TEST_SEARCH"))
settings.register_profile(
    "newsbot", deadline=None, derandomize=not _SEARCH, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("newsbot")


def own_server(*, replicated: bool = True) -> MongodServer:
    """A server that a test may stop as it likes. Where there should be one, a missing one is a fault."""
    try:
        return MongodServer(replicated=replicated).start()
    except NoServerError as error:
        if is_expected():
            pytest.fail(f"These tests need a real MongoDB server. {error}", pytrace=False)
        pytest.skip(f"no MongoDB server on this platform: set NEWSBOT_TEST_MONGODB_URI to one. {error}")


@pytest.fixture(scope="session")
def mongo_server() -> Iterator[Callable[[str], str]]:
    """Gives the URI of a database on the server that all tests of this process share."""
    given = os.environ.get("NEWSBOT_TEST_MONGODB_URI")
    if given:
        parts = urlsplit(given)
        yield lambda database: urlunsplit(parts._replace(path=f"/{database}"))
        return
    server = own_server()
    yield server.uri
    server.close()


@pytest.fixture
def mongo_uri(mongo_server: Callable[[str], str]) -> Iterator[str]:
    """The URI of a database of this test's own."""
    name = f"newsbot_test_{uuid.uuid4().hex[:12]}"
    uri = mongo_server(name)
    yield uri
    with MongoClient[dict[str, object]](uri) as client:
        client.drop_database(name)


@pytest.fixture
def mongod() -> Iterator[MongodServer]:
    """A server of this test's own, to be stopped, killed and started again."""
    server = own_server()
    yield server
    server.close()


@pytest.fixture
def mongod_alone() -> Iterator[MongodServer]:
    """The same, without a replica set."""
    server = own_server(replicated=False)
    yield server
    server.close()
