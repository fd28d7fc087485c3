"""The OpenAPI document against the server that it tells of: whatever is sent, the answers are what it says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis.specs.openapi.checks import positive_data_acceptance

from newsbot.store.opening import open_store
from tests.newsbot.publish.api.serving import Served, fill, serving


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("served")
    with open_store(f"sqlite:///{folder}/news.db") as store:
        fill(store)
        with serving(store, folder) as served:
            yield served


#: A stream does not end, and a scrape starts a process: they have tests of their own.
_ELSEWHERE = {"GET /api/changes/stream", "POST /scrape"}


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_answers_are_what_the_document_says(running: Served, mode: schemathesis.GenerationMode) -> None:
    """Whatever is sent, be it as the document has it or not."""
    document = schemathesis.openapi.from_url(f"{running.url}/api/openapi.json")
    operations = [each.ok() for each in document.get_all_operations()]
    assert len(operations) > 10
    for operation in operations:
        if operation.label not in _ELSEWHERE:
            with suppress(Unsatisfiable):  # where nothing is asked for, nothing can be wrong
                check(operation.as_strategy(generation_mode=mode))


def check(cases: SearchStrategy[Any]) -> None:
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=cases)
    def holds(case: Any) -> None:
        # A cursor is a text to its reader: that a made-up one is refused is right.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    holds()


def test_the_document_tells_of_all_routes(running: Served) -> None:
    paths = running.json("/api/openapi.json")["paths"]
    assert {"/api/articles", "/api/changes", "/api/changes/stream", "/scrape", "/feeds/articles.{kind}"} <= set(paths)
    for path, methods in paths.items():
        for method, facts in methods.items():
            assert facts["summary"], (method, path)
            assert facts["description"], (method, path)
            assert {"200", "401", "422"} <= set(facts["responses"]), (method, path)
